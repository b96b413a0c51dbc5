// A style sheet has no values; with this file TypeScript finds what `import '@frameloom/rete-plugin/style.css'` names.
export {}
