// Converts the source to the form that is deployed: every file must belong to a component that Salesforce knows.
import { mkdtempSync, globSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import sdr from '@salesforce/source-deploy-retrieve';

const { ComponentSet, MetadataConverter } = sdr;
const root = resolve(process.argv[2] ?? 'force-app');

const contentOf = (component) =>
  [component.xml, ...component.walkContent()].filter(Boolean).map((file) => resolve(file));

const components = ComponentSet.fromSource(root).getSourceComponents().toArray();
const all = components.flatMap((component) => [component, ...component.getChildren()]);
const resolved = new Set(all.flatMap(contentOf));
const lost = globSync(`${root}/**/*`, { withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name))
  .filter((file) => !file.includes('/__tests__/') && !resolved.has(file));

const output = mkdtempSync(join(tmpdir(), 'keepable-salesforce-'));
try {
  await new MetadataConverter().convert(ComponentSet.fromSource(root), 'metadata', {
    type: 'directory',
    outputDirectory: output,
    genUniqueDir: false,
  });
  const converted = globSync(`${output}/**/*`, { withFileTypes: true }).filter((entry) => entry.isFile());
  const tests = converted.filter((entry) => entry.parentPath.includes('__tests__'));
  for (const file of lost) console.log(`${file}: belongs to no component`);
  for (const entry of tests) console.log(`${entry.parentPath}/${entry.name}: a test would be deployed`);
  for (const component of all) console.log(`${component.type.name}: ${component.fullName}`);
  console.log(
    `${all.length} components, ${converted.length} files to deploy, ${lost.length + tests.length} out of place`,
  );
  process.exitCode = all.length === 0 || lost.length + tests.length > 0 ? 1 : 0;
} finally {
  rmSync(output, { recursive: true, force: true });
}
