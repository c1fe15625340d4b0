import type { SignatureHelp, SignatureHelpParams } from 'vscode-languageserver/node';
import { signatureAt } from '../../ide/signatureHelp.ts';
import type { Session } from '../session.ts';
import { placeAt } from './references.ts';

export function handleSignatureHelp(
  { files }: Session,
  params: SignatureHelpParams,
): SignatureHelp | null {
  const place = placeAt(files, params);
  const signature = place === undefined ? undefined : signatureAt(place);
  if (signature === undefined) return null;
  const { label, doc, parameters, active } = signature;
  const shown = active === undefined ? undefined : parameters[active]?.doc;
  return {
    activeSignature: 0,
    signatures: [
      {
        label,
        // The doc of the parameter is shown beside it: saying the same twice helps nobody.
        ...(doc === shown ? {} : { documentation: { kind: 'markdown', value: doc } }),
        parameters: parameters.map((parameter) => ({
          label: [parameter.span.start, parameter.span.end],
          documentation: { kind: 'markdown', value: parameter.doc },
        })),
        // A number behind the last parameter marks none.
        activeParameter: active ?? parameters.length,
      },
    ],
  };
}
