import { defineConfig } from "vite";

const PLAYGROUND = "http://127.0.0.1:8799";

// The page server's policy allows scripts from its own origin alone: no inline module preload shim, no data: scripts.
export default defineConfig({
  base: "./",
  build: {
    target: "es2022",
    outDir: "dist.next",
    emptyOutDir: true,
    modulePreload: false,
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 900,
  },
  // For `npm run dev`, beside `potluck demo --port 8799`, which answers its own page only.
  server: { proxy: { "/api": { target: PLAYGROUND, changeOrigin: true, headers: { Origin: PLAYGROUND } } } },
});
