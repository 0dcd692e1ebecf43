import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The pages that are bundled at install, one build each (`--mode`), with the address under which they are served. */
const PAGES: Record<string, { folder: string; base: string; outDir: string }> = {
  production: { folder: 'hubspot-portal', base: '/', outDir: 'ui' },
  'salesforce-org': { folder: 'salesforce-org', base: '/', outDir: 'org' },
  'sheet-page': { folder: 'sheet-page', base: '/sheet/', outDir: 'sheet-page' },
};

/** Bundles the sandbox portal's pages, with the HubSpot card inside, the sandbox org's pages, or the planner's page. */
export default defineConfig(({ mode }) => {
  const { folder, base, outDir } = PAGES[mode] ?? { folder: mode, base: '/', outDir: mode };
  return {
    root: `src/ui/${folder}`,
    base,
    plugins: [react()],
    resolve: { dedupe: ['react', 'react-dom', '@remote-ui/react', '@remote-ui/core'] },
    build: { outDir: `../../../dist/${outDir}`, emptyOutDir: true, target: 'es2023', reportCompressedSize: false },
  };
});
