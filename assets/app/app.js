// Pages that were opened once can be read without a line. Everything else works without this script.
if ("serviceWorker" in navigator) navigator.serviceWorker.register("/app/files/sw.js", { scope: "/app/" });
