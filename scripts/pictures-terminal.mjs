// What writ is told of its output when its picture is taken: a terminal of 100 columns.
Object.defineProperty(process.stdout, 'isTTY', { value: true })
Object.defineProperty(process.stdout, 'columns', { value: 100 })
