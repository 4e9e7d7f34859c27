// The package's entry complains on the console about every Node.js before 22; its parts work there, and are silent.
declare module 'oidc-provider/lib/provider.js' {
  export { Provider } from 'oidc-provider'
}
