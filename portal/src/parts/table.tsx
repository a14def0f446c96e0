import type { ReactNode } from 'react'

export interface Column<Row> {
  readonly name: string
  readonly cell: (row: Row) => ReactNode
  /** Numbers stand below each other. */
  readonly isNumber?: boolean
}

interface TableProps<Row> {
  readonly caption: string
  /** Whether only screen readers are told the caption, because a heading says the same. */
  readonly hidesCaption?: boolean
  /** The first one names its row. */
  readonly columns: readonly Column<Row>[]
  readonly rows: readonly Row[]
  readonly keyOf: (row: Row) => string
}

/** A table; on a phone each row becomes a small card. The roles keep it a table for screen readers there too. */
export function Table<Row>({ caption, hidesCaption = true, columns, rows, keyOf }: TableProps<Row>) {
  return (
    <table className="table" role="table">
      <caption className={hidesCaption ? 'unseen' : undefined}>{caption}</caption>
      <thead role="rowgroup">
        <tr role="row">
          {columns.map(({ name, isNumber }) => (
            <th key={name} role="columnheader" scope="col" className={isNumber ? 'number' : undefined}>
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map((row) => (
          <tr key={keyOf(row)} role="row">
            {columns.map((column, index) => (
              <Cell key={column.name} column={column} row={row} isFirst={index === 0} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

interface CellProps<Row> {
  readonly column: Column<Row>
  readonly row: Row
  readonly isFirst: boolean
}

function Cell<Row>({ column: { name, cell, isNumber }, row, isFirst }: CellProps<Row>) {
  const content = cell(row)
  if (isFirst) {
    return (
      <th role="rowheader" scope="row">
        {content}
      </th>
    )
  }
  return (
    <td role="cell" data-label={name} className={isNumber ? 'number' : undefined}>
      {content}
    </td>
  )
}
