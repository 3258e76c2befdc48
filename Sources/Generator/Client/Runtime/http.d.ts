// The types that every client has, whatever its spec says.

/** A refusal of the server (RFC 9457). */
export class Problem extends Error {
    /** The HTTP status. */
    readonly status: number
    /** What a program acts on, such as `TOO_LONG` or `SLOT_TAKEN`. */
    readonly code: string
    /** Every field that is wrong; empty where no single field is meant. */
    readonly errors: readonly FieldError[]
    /** What to name when asking for help. */
    readonly requestId: string | undefined
    /** After how many seconds to try again, where that helps. */
    readonly retryAfter: number | undefined
}

/** One field that is wrong. */
export interface FieldError {
    readonly field: string
    readonly code: string
    readonly message: string
}

/** What a GraphQL operation was refused for. */
export class GraphQLProblem extends Error {
    /** The code of the first error. */
    readonly code: string | undefined
    readonly errors: readonly {
        readonly message: string
        readonly path?: readonly (string | number)[]
        readonly extensions?: { readonly code?: string; readonly [name: string]: unknown }
    }[]
    /** What was answered all the same. */
    readonly data: unknown
}

/** A rule that an input breaks, as the server would answer it. */
export interface Violation {
    /** The fields it is about: one for a rule on a value, those it reads for a rule over several. */
    readonly fields: readonly string[]
    readonly code: string
    readonly message: string
    /** The rule's name in the spec, if it is one over several fields. */
    readonly rule?: string
}

/** Checks inputs before they are sent. What needs other rows is left to the server. */
export interface Validator<Create, Update> {
    /** What is wrong with a new row; empty if nothing is. */
    create(input: Partial<Create>): Violation[]
    /** What is wrong with a change. */
    update(changes: Update): Violation[]
}

/** Checks the arguments of a query or mutation of the service's own before they are sent. */
export interface ArgumentsValidator<Arguments> {
    /** What is wrong with them; empty if nothing is. */
    check(input: Partial<Arguments>): Violation[]
}

/** How to reach the server. */
export interface ClientOptions {
    /** Where it is, such as `https://api.example.org`; the page's own origin unless given. */
    baseURL?: string
    /** The bearer token, or what finds it before each request. */
    token?: string | (() => string | undefined | Promise<string | undefined>)
    /** What sends requests; the platform's `fetch` unless given. */
    fetch?: typeof fetch
}

/** What every client can do, whatever its entities. */
export interface Queries {
    /** Runs a GraphQL operation and answers its data. Throws `GraphQLProblem`. */
    graphql<Data = unknown>(
        document: string,
        variables?: { readonly [name: string]: unknown },
        options?: OnceOptions,
    ): Promise<Data>
}

/** A client whose caller can sign in as a row of `Me`. */
export interface Session<Me> extends Queries {
    /** Signs in and keeps the token for what follows. */
    signIn(username: string, password: string): Promise<{ token: string; expiresIn: number }>
    /** Forgets the token. */
    signOut(): void
    /** The caller's own row. */
    me(options?: RequestOptions): Promise<Me>
}

export interface RequestOptions {
    /** Ends the request early. */
    signal?: AbortSignal
}

/** For what changes something. */
export interface OnceOptions extends RequestOptions {
    /** Names the change, as a new UUID does: sent again with this key it is not made again, but answered as before. */
    idempotencyKey?: string
}

export interface ChangeOptions extends OnceOptions {
    /** The version last seen: the change is refused (412) when the row has changed since. */
    version?: number
}

/** Which rows, in which order, which page. */
export interface ListOptions<Filter, Order> extends RequestOptions {
    where?: Filter
    orderBy?: Order | readonly Order[]
    /** At most so many rows from the front. */
    first?: number
    /** Only rows after this cursor. */
    after?: string
    /** At most so many rows from the back, of those that `first` leaves. */
    last?: number
    /** Only rows before this cursor. */
    before?: string
    /** Without so many rows at the front; not together with `last`. */
    offset?: number
    /** Whether to count the rows of all pages. */
    totalCount?: boolean
}

/** For lists of rows that can be restored. */
export interface IncludingDeleted {
    /** Whether to list deleted rows that the caller may restore, too. */
    includeDeleted?: boolean
}

/** For lists that find words. */
export interface Searching {
    /** Only rows in which these words are: `two words`, `"a phrase"`, `one or other`, `-without`. */
    search?: string
}

export interface Page<Row> {
    readonly items: readonly Row[]
    readonly pageInfo: {
        readonly hasNextPage: boolean
        readonly hasPreviousPage: boolean
        readonly startCursor: string | null
        readonly endCursor: string | null
    }
    /** Only when asked for. */
    readonly totalCount?: number
}

/** What every row has: its key. */
export interface Keyed {
    readonly id: string | number
}

/** The key of a row as answers have it, or its text. */
export type Key<Row extends Keyed> = Row["id"] | string

/** Rows that can be read. All methods throw `Problem` where the server refuses. */
export interface Readable<Row extends Keyed, Filter, Order, Others = unknown> {
    /** A page of the rows that the caller may read. */
    list(options?: ListOptions<Filter, Order> & Others): Promise<Page<Row>>
    /** Every row, page by page, as `for await` asks for them. */
    all(options?: ListOptions<Filter, Order> & Others): AsyncGenerator<Row, void, void>
    /** One row. */
    get(id: Key<Row>, options?: RequestOptions): Promise<Row>
}

/** Rows that can be made. */
export interface Creatable<Row extends Keyed, Create> {
    create(input: Create, options?: OnceOptions): Promise<Row>
}

/** Rows that can be changed. */
export interface Changeable<Row extends Keyed, Update, Replace> {
    /** Changes the fields given; null clears one. */
    update(id: Key<Row>, changes: Update, options?: ChangeOptions): Promise<Row>
    /** Gives every field; an optional one left out is cleared. */
    replace(id: Key<Row>, input: Replace, options?: ChangeOptions): Promise<Row>
}

/** Rows that can be deleted. */
export interface Deletable<Row extends Keyed> {
    delete(id: Key<Row>, options?: ChangeOptions): Promise<void>
}

/** Rows that can be brought back after their deletion. */
export interface Restorable<Row extends Keyed> {
    restore(id: Key<Row>, options?: ChangeOptions): Promise<Row>
}

/** A condition on one field: the value itself, or comparisons that all hold. */
export type Equality<Value> = Value | { eq?: Value; ne?: Value; in?: readonly Value[]; notIn?: readonly Value[] }
/** A condition on a field whose values have an order. */
export type Ordered<Value> = Equality<Value> | { lt?: Value; lte?: Value; gt?: Value; gte?: Value }
/** A condition on a text. */
export type Text =
    | Ordered<string>
    | { contains?: string; startsWith?: string; endsWith?: string }
    | { ieq?: string; icontains?: string; istartsWith?: string; iendsWith?: string }
/** A condition on an address or network: that it has another one in it, or is within it. */
export type Address = Equality<string> | { contains?: string; within?: string }
/** A condition on JSON: that it is an object with a key, or a list with a text. */
export type Document = { hasKey?: string; hasAllKeys?: readonly string[]; hasAnyKey?: readonly string[] }
/** A condition on a boolean. */
export type Flag = boolean | { eq?: boolean; ne?: boolean }
/** A condition on a list: that it is another one, has all of it, only items of it, or one in common with it. */
export interface Listed<Item> {
    eq?: readonly Item[]
    ne?: readonly Item[]
    contains?: readonly Item[]
    containedBy?: readonly Item[]
    overlaps?: readonly Item[]
}
/** A condition on a range: that it is another one, has a value or another one in it, or how it lies to another one. */
export interface Ranged<Bound> {
    eq?: RangeInput<Bound>
    ne?: RangeInput<Bound>
    contains?: Bound
    containsRange?: RangeInput<Bound>
    containedBy?: RangeInput<Bound>
    overlaps?: RangeInput<Bound>
    adjacent?: RangeInput<Bound>
    before?: RangeInput<Bound>
    after?: RangeInput<Bound>
}
/** A condition on a field that may be null. */
export type Nullable<Condition> = Condition | null | { isNull?: boolean }

/** 64 bits: the text of the digits in answers; in inputs a BigInt or a safe number too. */
export type Whole = string | bigint | number
/** An exact decimal: its text in answers; in inputs a number too. */
export type Exact = string | number
/** From the start on, before the end; a side that is null is open. */
export interface Range<Bound> {
    readonly start: Bound | null
    readonly end: Bound | null
}
/** A range that is given; a side that is null or left out is open. */
export interface RangeInput<Bound> {
    readonly start?: Bound | null
    readonly end?: Bound | null
}
/** Any JSON. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json }
