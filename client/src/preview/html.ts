/**
 * The HTML frame of our pages. Its content security policy allows the one script with the nonce and the style
 * sheet of the extension, nothing inline and nothing from elsewhere; so the page may only use classes and SVG attributes.
 */

export interface PageResources {
  readonly cspSource: string;
  readonly nonce: string;
  readonly scriptUri: string;
  readonly styleUris: readonly string[];
  readonly language: string;
  readonly title: string;
}

/** The whole document; the page fills `main` when it has its data. */
export function previewHtml(resources: PageResources): string {
  const { cspSource, nonce, scriptUri, styleUris, language, title } = resources;
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${cspSource}`,
    `img-src ${cspSource}`,
    `font-src ${cspSource}`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
${styleUris.map((uri) => `<link rel="stylesheet" href="${uri}">`).join('\n')}
</head>
<body>
<main id="page"></main>
<script nonce="${nonce}" src="${scriptUri}"></script>
</body>
</html>
`;
}
