import { fileURLToPath } from 'node:url'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin, type ProxyOptions } from 'vite'

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

/**
 * The frame in index.html needs the style sheet and early.js; the code of the application comes after them, and after the
 * first answer with its picture, which early.js asks for. All at once they would share the line, and the frame would wait.
 */
function frameFirst(): Plugin {
  return {
    name: 'frame-first',
    transformIndexHtml: {
      order: 'post',
      handler: (html) => {
        const code = /<script type="module"[^>]*><\/script>|<link rel="modulepreload"[^>]*>/g
        const style = /\s*<link rel="stylesheet"[^>]*>/
        const sheet = style.exec(html)?.[0] ?? ''
        return html
          .replace(style, '')
          .replace(/\s*<script src="\/early\.js">/, (early) => sheet + early)
          .replace(code, (tag) => tag.replace(' crossorigin', ' crossorigin fetchpriority="low"'))
      },
    },
  }
}

export default defineConfig({
  plugins: [react(), tailwindcss(), frameFirst()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  server: { proxy: served },
  preview: { proxy: served },
  build: {
    sourcemap: false,
    assetsDir: 'assets',
    modulePreload: { polyfill: false },
    // What others wrote changes seldom: with a file of its own it stays in the browser when the shop's pages are renewed.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'vendor', test: /node_modules/ }] } } },
  },
})
