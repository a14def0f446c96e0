import type { ChatConfig, Retention } from '../config/chat-schema.ts'

/** What rooms are told, in the language of the configuration. Plain text: it stands in chats. */
export interface ChatWords {
  /** Before the first deletion; `from` is the day of it. */
  announce(retention: Retention, from: string): string
  /** After a deletion. */
  report(done: Deleted): string
}

export interface Deleted {
  readonly messages: number
  readonly files: number
  /** The day before which messages are gone. */
  readonly before: string
  readonly retention: Retention
}

const english: ChatWords = {
  announce: (retention, from) =>
    `This room keeps messages for ${spell(retention, 'en')}. From ${from} on, older ones are deleted from our server, with the files in them. Copies on other servers and devices are not in our hands. Save what you need, and put decisions where they belong.`,
  report: ({ messages, files, before, retention }) =>
    `${messages} ${messages === 1 ? 'message' : 'messages'} from before ${before} ${messages === 1 ? 'was' : 'were'} deleted${
      files === 0 ? '' : `, and ${files} ${files === 1 ? 'file' : 'files'}`
    }: this room keeps messages for ${spell(retention, 'en')}. Copies on other servers and devices are not in our hands.`,
}

const french: ChatWords = {
  announce: (retention, from) =>
    `Ce salon garde les messages pendant ${spell(retention, 'fr')}. À partir du ${from}, les plus anciens sont supprimés de notre serveur, avec leurs fichiers. Les copies sur d’autres serveurs et appareils ne dépendent pas de nous. Mettez de côté ce dont vous avez besoin, et les décisions à leur place.`,
  report: ({ messages, files, before, retention }) =>
    `${messages === 1 ? '1 message antérieur' : `${messages} messages antérieurs`} au ${before} ${messages === 1 ? 'a été supprimé' : 'ont été supprimés'}${
      files === 0 ? '' : `, ainsi que ${files} ${files === 1 ? 'fichier' : 'fichiers'}`
    } : ce salon garde les messages pendant ${spell(retention, 'fr')}. Les copies sur d’autres serveurs et appareils ne dépendent pas de nous.`,
}

export function wordsIn({ language }: Pick<ChatConfig, 'language'>): ChatWords {
  return language === 'fr' ? french : english
}

/** The day of a moment, as the language writes it. */
export function dayOf(moment: number, { language, zone }: Pick<ChatConfig, 'language' | 'zone'>): string {
  return new Intl.DateTimeFormat(language === 'fr' ? 'fr-CA' : 'en-GB', { timeZone: zone, dateStyle: 'long' }).format(
    moment,
  )
}

function spell({ count, unit }: Retention, language: 'en' | 'fr'): string {
  if (language === 'en') return `${count} ${count === 1 ? unit.slice(0, -1) : unit}`
  return unit === 'months' ? `${count} mois` : `${count} ${count === 1 ? 'jour' : 'jours'}`
}
