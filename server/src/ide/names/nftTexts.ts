/** Every nft text of a host: files, here-documents, and the arguments of `nft` commands. */
import type { Host } from '../../host/model.ts';
import {
  argumentSource,
  fileSource,
  hereDocumentSource,
  type TextSource,
} from '../../netfilter/source.ts';
import { scriptsOf } from './scripts.ts';

export interface NftText {
  /** Id of the file. */
  readonly file: string;
  readonly source: TextSource;
}

export function nftTexts(host: Host): readonly NftText[] {
  const files = host.documents.flatMap(({ kind, file }): NftText[] =>
    kind === 'nft' ? [{ file: file.id, source: fileSource(file.text) }] : [],
  );
  const commands = scriptsOf(host, ({ name }) => name === 'nft').flatMap(
    ({ file, commands: all }) =>
      all.map(({ words, input }): NftText => {
        // Options stand before the text; a token that is none of nft's words is passed over.
        const source =
          input === undefined ? argumentSource(words.slice(1)) : hereDocumentSource(input);
        return { file, source };
      }),
  );
  return [...files, ...commands];
}
