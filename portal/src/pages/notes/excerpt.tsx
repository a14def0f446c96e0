/** Pieces of a text; what was found in it stands between U+E000 and U+E001. */
export function Excerpt({ text }: { readonly text: string }) {
  const [before = '', ...found] = text.split('\ue000')
  return (
    <p className="excerpt">
      {before}
      {found.map((piece, index) => {
        const [word = '', rest = ''] = piece.split('\ue001')
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one text never change their order
          <span key={index}>
            <mark>{word}</mark>
            {rest}
          </span>
        )
      })}
    </p>
  )
}
