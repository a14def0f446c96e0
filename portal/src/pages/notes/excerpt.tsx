/** Pieces of a text; what was found in it stands between U+E000 and U+E001. */
export function Excerpt({ text }: { readonly text: string }) {
  const [before = '', ...found] = text.split('\ue000')
  return (
    <p className="excerpt">
      {before}
      {found.map(toPiece).map(({ place, word, rest }) => (
        <span key={place}>
          <mark>{word}</mark>
          {rest}
        </span>
      ))}
    </p>
  )
}

function toPiece(piece: string, place: number) {
  const [word = '', rest = ''] = piece.split('\ue001')
  return { place, word, rest }
}
