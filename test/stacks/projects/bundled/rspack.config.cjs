module.exports = { mode: "production", target: "node", entry: "./main.mjs", output: { filename: "main.cjs" } };
