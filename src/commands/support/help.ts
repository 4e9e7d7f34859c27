import { CommandHelp, Help } from '@oclif/core/help'

/** Help that starts with examples: what people look for first. */
class ExamplesFirst extends CommandHelp {
  protected override sections() {
    const sections = super.sections()
    const isExamples = ({ header }: { header: string }) => header === 'EXAMPLES'
    return [...sections.filter(isExamples), ...sections.filter((section) => !isExamples(section))]
  }
}

export default class WritHelp extends Help {
  protected override CommandHelpClass = ExamplesFirst
}
