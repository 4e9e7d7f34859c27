/** A text that may break where a reader would break it: after the signs within addresses, paths and names. */
export function Breaking({ text }: { readonly text: string }) {
  const parts = text.split(/(?<=[@/:.])(?=\S)/)
  return (
    <>
      {parts.map((part, at) => (
        <>
          {at > 0 && <wbr />}
          {part}
        </>
      ))}
    </>
  )
}
