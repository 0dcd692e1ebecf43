import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Bundles the sandbox portal's pages, with the HubSpot card inside, at install. */
export default defineConfig({
  root: 'src/ui/hubspot-portal',
  base: '/',
  plugins: [react()],
  resolve: { dedupe: ['react', 'react-dom', '@remote-ui/react', '@remote-ui/core'] },
  build: { outDir: '../../../dist/ui', emptyOutDir: true, target: 'es2023', reportCompressedSize: false },
});
