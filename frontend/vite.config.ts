import { defineConfig } from 'vitest/config'

// Phones of 2020 and their browsers. Anything older gets the plain pages: every form works without JavaScript.
const OLDEST = ['chrome87', 'firefox78', 'safari14']

export default defineConfig({
  base: '/static/',
  publicDir: false,
  resolve: { alias: { '@parts': new URL('../otklik/web/parts', import.meta.url).pathname } },
  build: {
    manifest: true,
    outDir: 'dist',
    emptyOutDir: true,
    target: OLDEST,
    cssTarget: OLDEST,
    // Fonts stay files of their own: they are cached for ever and the policy forbids data: fonts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1200, // MapLibre, for the map page only
    rolldownOptions: { input: ['src/main.ts', 'src/map.ts', 'src/desk.ts', 'src/sw-push.ts'] },
  },
  test: { include: ['src/**/*.test.ts'], environment: 'node' },
})
