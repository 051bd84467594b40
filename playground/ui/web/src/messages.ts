// Written by scripts/messages.py from the types in playground/ui/components: change them there.

/** A row of units, from -1 to 1, with their numbers in words. */
export interface BarsOutput {
  key: string;
  mark: number;
  caption?: string;
  kind: "bars";
  values: Array<number>;
  value_texts: Array<string>;
  labels: Array<string>;
}

/** An entry of the codebook; `picture` is the address of what it would make. */
export interface BookEntry {
  number: number;
  share: number;
  label: string;
  picture?: string;
}

/** Yes or no. */
export interface BoolSchema {
  name: string;
  label: string;
  help: string;
  optional: boolean;
  advanced: boolean;
  type: "bool";
  default: boolean;
}

/** For a light page and for a dark one. */
export interface BothColours {
  light: Colours;
  dark: Colours;
}

/** One of `options`. */
export interface ChoiceSchema {
  name: string;
  label: string;
  help: string;
  optional: boolean;
  advanced: boolean;
  type: "choice";
  default: string | null;
  options: Array<string>;
  labels: Array<string>;
}

/** A palette of :mod:`playground.core.colors`. */
export interface Colours {
  name: string;
  background: string;
  surface: string;
  text: string;
  quiet: string;
  grid: string;
  training: string;
  validation: string;
  classes: Array<string>;
  diverging: [negative: string, zero: string, positive: string];
  kinds: Record<string, string>;
}

/** What a layer or a block costs, in words; empty where it costs nothing. */
export interface Costs {
  count: string;
  count_short: string;
  multiplications: string;
  memory: string;
}

/** The document with what is known about it. */
export interface Document {
  name: string;
  networks: Array<ShownNetwork>;
  totals: Totals;
  problems: Array<ShownProblem>;
  blocks: Array<PaletteBlock>;
  several_inputs: boolean;
}

/** What a field to draw on is shown; `inks` are the colours of each class on a light and on a dark page. */
export interface DrawingData {
  id: string;
  drawing: string;
  turn: number;
  side: number;
  most: number;
  inks: Array<Array<string>>;
  disabled: boolean;
  words: DrawingWords;
}

/** The whole drawing at the end of a stroke. */
export interface DrawingUpdate {
  turn: number;
  text: string;
}

/** The words of a field to draw on. */
export interface DrawingWords {
  label: string;
  help: string;
  first: string;
  second: string;
  eraser: string;
  fine: string;
  medium: string;
  broad: string;
  undo: string;
  clear: string;
  empty: string;
  keys: string;
}

/** The last message of a browser's editor that was applied. */
export interface Echo {
  client: string | null;
  seq: number;
}

export type Edit = { do: string; [field: string]: unknown };

/** The edits of one step, under a number. */
export interface EditMessage {
  seq: number;
  edits: Array<Edit>;
}

/** All that an editor is shown. `parts` come until the browser says that it has those of this `hash`; `load_error_text` stands where the program does not come. */
export interface EditorData {
  name: string;
  networks: Array<ShownNetwork>;
  totals: Totals;
  problems: Array<ShownProblem>;
  blocks: Array<PaletteBlock>;
  several_inputs: boolean;
  can_undo: boolean;
  can_redo: boolean;
  height: number;
  hash: string;
  echo: Echo;
  load_error_text: string;
  parts: EditorParts | null;
}

/** What an editor says: every message that is not answered yet. `parts_hash` is that of the parts it has; `post` changes with each repetition. */
export interface EditorOutbox {
  client: string | null;
  parts_hash: string | null;
  messages: Array<EditMessage>;
  post?: number;
}

/** What is the same for every document in one language; `most_pasted` is said to the canvas only. */
export interface EditorParts {
  colours: BothColours;
  table: LayerTable;
  words: Record<string, string>;
  most_pasted?: number;
}

/** What the row of examples is shown; `networks` is what layers put out, by network and layer, `look_again_after_ms` when to look again, in milliseconds. */
export interface ExamplesData {
  picks: Array<Pick>;
  example_index: number;
  title: string;
  caption: string;
  networks: Record<string, Record<string, MapsOutput | UnitsOutput | PictureOutput | BarsOutput>> | null;
  look_again_after_ms: number | null;
  turn: number;
}

/** A point that was clicked, as the browser says it. */
export interface FigureClick {
  curve: number;
  point: unknown;
  x: unknown;
  y: unknown;
  customdata: unknown;
}

/** What a figure is shown. `library` is the address of plotly.js, `zoom` is kept while it stays the same; `table` and `film`: whether there is a table and an animation to save. */
export interface FigureData {
  plot: PackedPlot | null;
  revision: string;
  library: string;
  background: string;
  scheme: string;
  height: number;
  alt: string;
  empty: string;
  name: string;
  table: boolean;
  clickable: boolean;
  zoom: string;
  words: FigureWords;
  film: boolean;
  csv: SavedTable | null;
  gif: SavedAnimation | null;
}

/** The words of a figure: for each button what stands on it, and its tooltip. */
export interface FigureWords {
  reset: Array<string>;
  png: Array<string>;
  svg: Array<string>;
  csv: Array<string>;
  gif: Array<string>;
  failed: string;
}

/** A number; `open_low`: `low` itself is refused. */
export interface FloatSchema {
  name: string;
  label: string;
  help: string;
  optional: boolean;
  advanced: boolean;
  type: "float";
  default: number | null;
  low: number;
  high: number;
  open_low: boolean;
  step: number | null;
  log: boolean;
}

/** What a grid of entries is shown; `size` is how many entries there are in all. */
export interface GridData {
  film: string;
  turn: number;
  is_pending: boolean;
  caption: string;
  picture: Picture | null;
  code: Array<number>;
  place: number;
  start: Array<number>;
  columns: number;
  size: number;
  book: Array<BookEntry>;
  words: GridWords;
}

/** The words of a grid of entries. */
export interface GridWords {
  title: string;
  picture: string;
  how: string;
  cell: string;
  which: string;
  reset: string;
  rest: string;
}

/** A whole number; one for each of the `axes` where it has some. */
export interface IntSchema {
  name: string;
  label: string;
  help: string;
  optional: boolean;
  advanced: boolean;
  type: "int";
  default: number | null;
  low: number;
  high: number;
  step: number;
  log: boolean;
  axes?: number;
}

/** A list of whole numbers. */
export interface IntsSchema {
  name: string;
  label: string;
  help: string;
  optional: boolean;
  advanced: boolean;
  type: "ints";
  default: Array<number> | null;
  low: number;
  high: number;
  length: number | null;
}

/** What every hand in the latent space is shown. `picture`: `None` leaves the one that is there. */
export interface LatentControlData {
  film: string;
  turn: number;
  is_pending: boolean;
  caption: string;
  picture: Picture | null;
}

/** What a hand asks for; `place` is the one in the code that it looks at. */
export interface LatentControlRequest {
  film: string;
  turn: number;
  code: Array<number>;
  place?: number;
}

/** A layer of the palette; `params` point into the table's. */
export interface LayerRow {
  kind: string;
  title: string;
  help: string;
  search: string;
  formula: string | null;
  inputs: [least: number, most: number];
  params: Array<number>;
}

/** All that can be put in, and what a person sets of it. */
export interface LayerTable {
  layers: Record<string, LayerRow>;
  params: Array<IntSchema | FloatSchema | BoolSchema | ChoiceSchema | IntsSchema | TextSchema>;
  kinds: Record<string, string>;
  block: Array<IntSchema | FloatSchema | BoolSchema | ChoiceSchema | IntsSchema | TextSchema>;
  blocks: Array<PaletteBlock>;
  lessons: Record<string, string>;
}

/** Channels, one byte a pixel; `signed`: 0 is black and 255 white where it is not. */
export interface MapsOutput {
  key: string;
  mark: number;
  caption?: string;
  kind: "maps";
  shape: Array<number>;
  data: string;
  signed: boolean;
}

/** Where a network goes on in another one: the text that stands there, and a label for those who do not see it. */
export interface NetworkLink {
  network: string;
  side: "from" | "to";
  text: string;
  label: string;
}

/** What the data set gives to choose from. */
export interface Options {
  options: Array<string>;
  labels: Array<string>;
}

/** What every output says: the layer's `key` in its surroundings, and a `mark` that changes with its content. */
export interface Output {
  key: string;
  mark: number;
  caption?: string;
}

export type PackedPlot = { data: Array<Record<string, unknown>>; layout: Record<string, unknown> };

/** What a pad is shown: `figure` is the key of the live figure, `extent` is x0, x1, y0, y1. */
export interface PadData {
  film: string;
  turn: number;
  is_pending: boolean;
  caption: string;
  picture: Picture | null;
  at: Array<number>;
  figure: string;
  extent: Array<number>;
  names: Array<string>;
  large: boolean;
  words: PadWords;
}

/** The words of a pad. */
export interface PadWords {
  title: string;
  picture: string;
  cross: string;
  axes: Array<string>;
  how: string;
}

/** A block that can be put in. */
export interface PaletteBlock {
  name: string;
  title: string;
  help: string;
}

/** An example to choose. */
export interface Pick {
  label: string;
  picture?: Pixels;
}

/** Rows, columns and channels (1 or 3), a byte each. */
export interface Picture {
  shape: Array<number>;
  bytes: string;
}

/** The example itself. */
export interface PictureOutput {
  key: string;
  mark: number;
  caption?: string;
  kind: "picture";
  shape: Array<number>;
  data: string;
}

/** A picture of rows, columns and channels, a byte each. */
export interface Pixels {
  shape: Array<number>;
  data: string;
}

/** The animation that the browser asked for under a number. */
export interface SavedAnimation {
  request_number: number;
  bytes: string;
}

/** The table that the browser asked for under a number. */
export interface SavedTable {
  request_number: number;
  text: string;
}

/** What every parameter says of itself. */
export interface SchemaBase {
  name: string;
  label: string;
  help: string;
  optional: boolean;
  advanced: boolean;
}

/** What a slider in time is shown; `shown_step` is `None` for the newest. */
export interface ScrubberData {
  steps: Array<number>;
  shown_step: number | null;
  film: string;
  turn: number;
  words: ScrubberWords;
}

/** The words of a slider in time. */
export interface ScrubberWords {
  title: string;
  step: string;
  play: string;
  pause: string;
  now: string;
  first: string;
  newest: string;
}

/** The step that a person asks for; `None` for the newest. */
export interface Seek {
  film: string;
  step: number | null;
  turn: number;
}

/** A block of layers: `exit` is the layer that leaves it, `name` its title or what one without is called. */
export interface ShownBlock {
  count: string;
  count_short: string;
  multiplications: string;
  memory: string;
  id: string;
  title: string;
  name: string;
  nodes: Array<string>;
  folded: boolean;
  repeat: number;
  summary: string;
  shape: string;
  exit: string | null;
  problems: Array<ShownProblem>;
  key: string;
  slot: Slot | null;
}

/** An edge with the shape that travels on it. */
export interface ShownEdge {
  source: string;
  target: string;
  port: number;
  shape: string;
}

/** A layer of the document with what is known about it; `name` is what every sentence about it calls it. */
export interface ShownLayer {
  count: string;
  count_short: string;
  multiplications: string;
  memory: string;
  id: string;
  name: string;
  layer: string;
  params: Record<string, unknown>;
  enabled: boolean;
  x: number | null;
  y: number | null;
  output: boolean;
  summary: string;
  choices: Record<string, Options>;
  shape: string;
  links: Array<NetworkLink>;
  problems: Array<ShownProblem>;
  key: string;
  slot: Slot | null;
}

/** A network in the order of its data; `output` is its last layer where that fits what must leave it, `usual` the layers to offer first. */
export interface ShownNetwork {
  name: string;
  title: string;
  output: string | null;
  usual: Array<string>;
  nodes: Array<ShownLayer>;
  edges: Array<ShownEdge>;
  groups: Array<ShownBlock>;
}

/** What is wrong, at a field of the form or at none. */
export interface ShownProblem {
  text: string;
  field: string | null;
  repairs: Array<ShownRepair>;
}

/** A button that mends a problem. */
export interface ShownRepair {
  label: string;
  edits: Array<Edit>;
}

/** One number of the code: how much it is used in words, as a share of the most used, and its bounds. */
export interface SliderRow {
  number: number;
  name: string;
  use: string;
  share: number;
  low: number;
  high: number;
}

/** What sliders are shown; `first` of the rows are there without asking for more. */
export interface SlidersData {
  film: string;
  turn: number;
  is_pending: boolean;
  caption: string;
  picture: Picture | null;
  code: Array<number>;
  start: Array<number>;
  rows: Array<SliderRow>;
  first: number;
  words: SlidersWords;
}

/** The words of sliders. */
export interface SlidersWords {
  title: string;
  picture: string;
  slider: string;
  reset: string;
  more: string;
  fewer: string;
}

/** The place that a card keeps for what its layer puts out: `answer` where a classifier's answer stands there. */
export interface Slot {
  kind: "units" | "picture" | "bars" | "strip" | "maps";
  count: number;
  answer?: boolean;
}

/** What a person chose in a strip. */
export interface StripChoice {
  film: string;
  name: string;
  turn: number;
}

/** What a strip is shown. */
export interface StripData {
  items: Array<StripItemData>;
  selected: string;
  film: string;
  title: string;
  turn: number;
}

/** A choice; `picture` is an address. */
export interface StripItemData {
  name: string;
  label: string;
  picture?: string;
}

/** A short text of `longest` characters at most, or several with commas between. */
export interface TextSchema {
  name: string;
  label: string;
  help: string;
  optional: boolean;
  advanced: boolean;
  type: "name" | "names";
  default: string | Array<string> | null;
  longest?: number;
}

/** What all networks cost, and how many problems there are. */
export interface Totals {
  cost_text: string;
  problem_text: string;
  problem_count: number;
}

/** The unit whose picture should be large. */
export interface UnitRequest {
  node: string;
  unit: number;
}

/** A map over the plane for each unit, from -`limit` to `limit`. */
export interface UnitsOutput {
  key: string;
  mark: number;
  caption?: string;
  kind: "units";
  shape: Array<number>;
  data: string;
  limit: number;
}
