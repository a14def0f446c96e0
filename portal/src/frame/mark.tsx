/** Our mark: a mushroom, and the threads beneath that connect. */
export function Mark() {
  return (
    <svg className="mark" viewBox="0 0 32 32" width="30" height="30" aria-hidden="true" focusable="false">
      <path
        fill="currentColor"
        d="M2.5 14.2C2.5 7.4 8.3 2 16 2s13.5 5.4 13.5 12.2c0 1.4-5.6 2.3-10.3 2.4.1 1.8.4 3.3 1.1 4.6h-8.6c.7-1.3 1-2.8 1.1-4.6-4.7-.1-10.3-1-10.3-2.4z"
      />
      <path
        fill="none"
        stroke="currentColor"
        strokeWidth="1.7"
        strokeLinecap="round"
        d="M12.5 21.5C11 25.5 6 24 3 28M15 21.5c0 3-3.5 4-4.5 8M17 21.5c0 3 3.5 4 4.5 8M19.5 21.5c1.5 4 6.5 2.5 9.5 6.5M7.4 25.3C5.5 24.3 3.5 24 1.5 24.5M24.6 25.3c1.9-1 3.9-1.3 5.9-.8M16 21.5v8.5"
      />
    </svg>
  )
}
