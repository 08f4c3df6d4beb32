import { defineConfig } from 'vitest/config'

export default defineConfig({
  resolve: { alias: { '@here': new URL('device', import.meta.url).pathname } },
  test: { include: ['*.test.ts', 'device/*.test.ts'], environment: 'node' },
})
