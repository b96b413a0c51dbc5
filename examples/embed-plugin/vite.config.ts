import { defineConfig } from 'vite'

export default defineConfig({ build: { outDir: 'dist/page', target: 'es2023' } })
