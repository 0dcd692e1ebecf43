// Reads every Apex class and trigger with the grammar of the platform and prints what does not parse.
import { readFileSync, globSync } from 'node:fs';
import { ApexErrorListener, ApexParserFactory } from '@apexdevtools/apex-parser';

const root = process.argv[2] ?? 'force-app';

/** Writes down what the lexer and the parser complain about. */
class Complaints extends ApexErrorListener {
  found = [];

  apexSyntaxError(line, column, message) {
    this.found.push(`${line}:${column} ${message}`);
  }
}

const complaintsOf = (file) => {
  const complaints = new Complaints();
  const { parser } = ApexParserFactory.createLexerAndParser(readFileSync(file, 'utf8'), complaints);
  if (file.endsWith('.trigger')) parser.triggerUnit();
  else parser.compilationUnit();
  return complaints.found.map((complaint) => `${file}:${complaint}`);
};

const files = globSync(`${root}/**/*.{cls,trigger}`);
const complaints = files.flatMap(complaintsOf);
for (const complaint of complaints) console.log(complaint);
console.log(`${files.length} Apex files, ${complaints.length} complaints`);
process.exit(files.length === 0 || complaints.length > 0 ? 1 : 0);
