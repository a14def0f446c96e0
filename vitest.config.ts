import { defineConfig } from 'vitest/config'

interface Group {
  readonly include: string[]
  readonly exclude?: string[]
  readonly oneAtATime?: boolean
  readonly globalSetup?: string[]
}

const groups: Record<string, Group> = {
  shape: { include: ['test/shape.test.ts', 'test/shape/**/*.test.ts'] },
  unit: { include: ['src/**/*.test.ts', 'bench/**/*.test.ts'] },
  journeys: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/shape.test.ts', 'test/shape/**', 'test/browser/**', 'test/lab/**'],
  },
  browser: { include: ['test/browser/**/*.test.ts'], globalSetup: ['test/browser/built-portal.ts'] },
  lab: { include: ['test/lab/**/*.test.ts'], oneAtATime: true },
}

export default defineConfig({
  test: {
    passWithNoTests: true,
    // Most tests wait for something most of the time: one worker for each core leaves none idle.
    maxWorkers: '100%',
    testTimeout: 60_000,
    hookTimeout: 120_000,
    globalSetup: ['test/empty-database.ts'],
    projects: Object.entries(groups).map(([name, { include, exclude = [], oneAtATime = false, globalSetup = [] }]) => ({
      extends: true as const,
      test: { name, include, exclude: ['**/node_modules/**', ...exclude], fileParallelism: !oneAtATime, globalSetup },
    })),
  },
})
