/** What the palette's door answers (app/api/console/palette), in the reader's language, and only what their role may open. */
export type PaletteItem = {
  id: string;
  label: string;
  href: string;
  /** Other words by which it is found. */
  also?: string;
  /** Shown beside the list while the item is chosen. */
  preview?: { title: string; lines: [label: string, value: string][]; words: string };
};

export type PaletteGroup = { id: string; label: string; items: PaletteItem[] };

export type PaletteAnswer = {
  groups: PaletteGroup[];
  /** What commands are called, by their id. */
  commands: Record<string, string>;
  words: {
    title: string;
    placeholder: string;
    none: string;
    close: string;
    onTicket: string;
    recent: string;
    person: string;
    signOut: string;
    /** Holds `{number}`. */
    openTicket: string;
    /** Holds `{words}`. */
    searchFor: string;
    list: string;
  };
};
