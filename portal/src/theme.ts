import { createTheme, type MantineColorsTuple } from '@mantine/core'

const main: MantineColorsTuple = [
  '#eef4ff',
  '#d9e6fd',
  '#b3ccfa',
  '#8ab0f5',
  '#5f91ee',
  '#3474e4',
  '#1a63da',
  '#0b57d0',
  '#0842a0',
  '#062e6f',
]

/** Warm greys that go with the paper of the public pages. */
const dark: MantineColorsTuple = [
  '#ecebe6',
  '#d5d6d0',
  '#b0b5ad',
  '#8d938c',
  '#4a504b',
  '#323834',
  '#262b27',
  '#1f2320',
  '#171a18',
  '#0f1110',
]

export const theme = createTheme({
  primaryColor: 'main',
  primaryShade: { light: 7, dark: 7 },
  colors: { main, dark },
  black: '#1f2320',
  fontFamily: 'system-ui, sans-serif',
  headings: { fontFamily: 'system-ui, sans-serif', fontWeight: '650' },
  defaultRadius: 'md',
  respectReducedMotion: true,
  cursorType: 'pointer',
  components: {
    Modal: { defaultProps: { centered: true, radius: 'lg', transitionProps: { duration: 120 } } },
  },
})
