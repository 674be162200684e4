module.exports = { mode: "production", target: "node22", entry: "./main.mjs", output: { filename: "main.cjs" } };
