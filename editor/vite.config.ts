import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** The server that `npm run dev` passes requests on to. */
const server = process.env['FRAMELOOM_SERVER'] ?? 'http://127.0.0.1:7860'

export default defineConfig({
  plugins: [react()],
  // One page, from this machine's disk: a part of 700 kB is no matter.
  build: { outDir: 'dist', target: 'es2023', chunkSizeWarningLimit: 1000 },
  // The address that the studio is told to allow.
  server: {
    port: 5173,
    strictPort: true,
    proxy: { '/api': server, '/socket.io': { target: server, ws: true, changeOrigin: true } },
  },
})
