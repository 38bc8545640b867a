import { fileURLToPath } from 'node:url'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig, type ProxyOptions } from 'vite'

const backend = process.env.DOORBUSTER_BACKEND ?? 'http://127.0.0.1:8080'

// The server compares Origin with Host on the cookie endpoints. In development the page comes from Vite's port, so the
// header is rewritten to say what it will say in production: the same origin.
const proxy: ProxyOptions = {
  target: backend,
  changeOrigin: true,
  configure: (server) => {
    server.on('proxyReq', (request) => {
      if (request.hasHeader('origin')) request.setHeader('origin', new URL(backend).origin)
    })
  },
}

/** What comes from the server and not from the bundle. */
const served = { '/api': proxy, '/docs': proxy, '/health': proxy, '/images': proxy }

export default defineConfig({
  plugins: [react(), tailwindcss()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  server: { proxy: served },
  preview: { proxy: served },
  build: { sourcemap: false, assetsDir: 'assets', modulePreload: { polyfill: false } },
})
