import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import lwc from '@lwc/rollup-plugin';

const at = (path) => fileURLToPath(new URL(path, import.meta.url));

const LIGHTNING = at('src/ui/salesforce-org/lightning/');
const COMPONENTS = at('app-manifest/salesforce/force-app/main/default/lwc/');

/** Every component of the package under the name that Salesforce gives it, from the very files that are deployed. */
const packageComponents = () =>
  readdirSync(COMPONENTS, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => ({ name: `c/${name}`, path: `${COMPONENTS}${name}/${name}.js` }));

const APEX = '@salesforce/apex/';
const SCHEMA = '@salesforce/schema/';

/** What the platform resolves when a component is deployed: methods of Apex and names of fields. */
const platformModules = () => ({
  name: 'platform-modules',
  resolveId(id) {
    // one engine for all: the folder of the package has another version for its own tests
    if (id === 'lwc') return this.resolve(id, `${LIGHTNING}mount.js`, { skipSelf: true });
    return id.startsWith(APEX) || id.startsWith(SCHEMA) ? `\0${id}` : null;
  },
  load: (id) => {
    if (id.startsWith(`\0${APEX}`)) {
      const method = JSON.stringify(id.slice(APEX.length + 1));
      return `import { apexMethod } from ${JSON.stringify(`${LIGHTNING}apex.js`)};\nexport default apexMethod(${method});`;
    }
    if (!id.startsWith(`\0${SCHEMA}`)) return null;
    const [objectApiName, fieldApiName] = id.slice(SCHEMA.length + 1).split('.');
    return `export default ${JSON.stringify({ objectApiName, fieldApiName })};`;
  },
});

/** A browser has no environment: the engine runs as it does in production. */
const asInProduction = () => ({
  name: 'as-in-production',
  renderChunk: (code) => ({ code: code.replaceAll('process.env.NODE_ENV', '"production"'), map: null }),
});

/** Bundles the Lightning component of app-manifest/salesforce for the pretend org's page (docs/decisions/0012). */
export default {
  input: `${LIGHTNING}mount.js`,
  output: { file: at('dist/org/lightning.js'), format: 'es' },
  plugins: [
    platformModules(),
    lwc({
      rootDir: LIGHTNING,
      modules: [
        { name: 'lightning/uiRecordApi', path: `${LIGHTNING}record-api.js` },
        ...packageComponents(),
        { dir: `${LIGHTNING}modules` },
      ],
    }),
    asInProduction(),
  ],
};
