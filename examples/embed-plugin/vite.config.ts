import { defineConfig } from 'vite'

export default defineConfig({ server: { port: 5180 }, build: { outDir: 'dist/page', target: 'es2023' } })
