/** The colours of our e-mails. Mail programs know no variables: these are written into the markup (06, calm and plain). */
export const light = {
  page: '#f4f4f2',
  sheet: '#ffffff',
  text: '#1f2328',
  quiet: '#59636e',
  line: '#d8dbdf',
  accent: '#1f5fbf',
  onAccent: '#ffffff',
};
export const dark = {
  page: '#16181b',
  sheet: '#1f2226',
  text: '#e8eaed',
  quiet: '#a3abb5',
  line: '#3a4047',
  accent: '#8ab4f8',
  onAccent: '#10233f',
};

/** For the programs that honour it; the others show the light one. */
export const darkRules = `
  :root { color-scheme: light dark; supported-color-schemes: light dark; }
  @media (prefers-color-scheme: dark) {
    .page, .page > table > tbody > tr > td { background-color: ${dark.page} !important; }
    .sheet { background-color: ${dark.sheet} !important; border-color: ${dark.line} !important; }
    .words { color: ${dark.text} !important; }
    .quiet { color: ${dark.quiet} !important; }
    .code { color: ${dark.text} !important; border-color: ${dark.line} !important; }
    .action { background-color: ${dark.accent} !important; color: ${dark.onAccent} !important; }
  }`;
