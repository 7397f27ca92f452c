import { defineConfig } from "vite";

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
  server: { proxy: { "/api": "http://127.0.0.1:8799" } },
});
