// Loaded before a program that a document runs: the clock goes on from the moment that DOCS_MOMENT tells, so that what
// the documents show stays what it is.
const RealDate = Date
const shift = RealDate.parse(process.env.DOCS_MOMENT) - Number(process.env.DOCS_STARTED)

globalThis.Date = class Moved extends RealDate {
  constructor(...given) {
    if (given.length === 0) super(RealDate.now() + shift)
    else super(...given)
  }

  static now() {
    return RealDate.now() + shift
  }
}
