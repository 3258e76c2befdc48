// Talks to the server: REST for rows, GraphQL for whatever is nested, and one kind of error for all refusals.

import { violationsOfCreating, violationsOfUpdating, wire } from "./validation.js"

/** A refusal of the server (RFC 9457): `code` is stable, `message` is for people, `errors` names every wrong field. */
export class Problem extends Error {
    constructor({ status, code, detail, errors = [], requestId, retryAfter }) {
        super(detail)
        this.name = "Problem"
        Object.assign(this, { status, code, errors, requestId, retryAfter })
    }

    /** The problem that an answer tells, whoever wrote it. */
    static async of(response) {
        const text = await response.text()
        const body = parsed(text) ?? {}
        return new Problem({
            ...body,
            status: response.status,
            code: body.code ?? body.error ?? "HTTP_" + response.status,
            detail: body.detail ?? body.error_description ?? `The server answered ${response.status}.`,
            requestId: body.requestId ?? response.headers.get("X-Request-Id") ?? undefined,
            retryAfter: Number(response.headers.get("Retry-After")) || undefined,
        })
    }
}

/** What a GraphQL operation was refused for; `errors` as GraphQL has them, `data` if some of it was answered. */
export class GraphQLProblem extends Error {
    constructor({ errors, data = null }) {
        super(errors[0].message)
        this.name = "GraphQLProblem"
        this.code = errors[0].extensions?.code
        Object.assign(this, { errors, data })
    }
}

function parsed(text) {
    try {
        return JSON.parse(text)
    } catch {
        return undefined
    }
}

/** The way to one server, with the caller's token. */
export class Connection {
    #base
    #fetch
    #token

    constructor({ baseURL = "", token, fetch = globalThis.fetch } = {}) {
        this.#base = baseURL.replace(/\/+$/, "")
        // A browser's fetch must not be called as another object's method.
        this.#fetch = (...request) => fetch(...request)
        this.#token = token
    }

    /** Signs in (OAuth 2, password grant) and keeps the token for what follows. */
    async signIn(username, password) {
        const form = new URLSearchParams({ grant_type: "password", username, password })
        const answer = await this.#send("POST", "/api/v1/token", { body: form, token: null })
        const { access_token: token, expires_in: expiresIn } = await answer.json()
        this.#token = token
        return { token, expiresIn }
    }

    /** Forgets the token. */
    signOut() {
        this.#token = undefined
    }

    /** Runs a GraphQL operation and answers its data. */
    async graphql(query, variables, { signal, idempotencyKey } = {}) {
        const accept = "application/graphql-response+json, application/json"
        const options = { json: { query, variables }, accept, signal, idempotencyKey }
        const answer = await this.#send("POST", "/graphql", options)
        const result = await answer.json()
        if (result.errors) throw new GraphQLProblem(result)
        return result.data
    }

    /** One REST call; undefined where there is nothing to answer. */
    async rest(method, path, options) {
        const answer = await this.#send(method, "/api/v1/" + path, options)
        return answer.status === 204 ? undefined : answer.json()
    }

    /** A query of the service's own, with the arguments in its URL; null is none. */
    ask({ path }, input = {}, options) {
        const given = Object.entries(input).filter(([, value]) => value !== undefined && value !== null)
        const terms = given.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
        return this.rest("GET", terms.length > 0 ? path + "?" + terms.join("&") : path, options)
    }

    /** A mutation of the service's own, or a query whose arguments are more than single values. */
    call({ path }, input = {}, options) {
        return this.rest("POST", path, { ...options, json: input })
    }

    async #send(method, path, options = {}) {
        const { json, body, accept = "application/json", version, idempotencyKey, signal, token = this.#token } = options
        const headers = { Accept: accept }
        const bearer = typeof token === "function" ? await token() : token
        if (bearer) headers.Authorization = `Bearer ${bearer}`
        if (version !== undefined) headers["If-Match"] = `"${version}"`
        if (idempotencyKey !== undefined) headers["Idempotency-Key"] = `"${idempotencyKey.replace(/["\\]/g, "\\$&")}"`
        if (json !== undefined) headers["Content-Type"] = "application/json"
        const answer = await this.#fetch(this.#base + path, { method, headers, body: json === undefined ? body : wire(json), signal })
        const isGraphQL = answer.headers.get("Content-Type")?.startsWith("application/graphql-response+json")
        if (answer.ok || isGraphQL) return answer
        throw await Problem.of(answer)
    }
}

/** The rows of one entity. */
export class Collection {
    #connection
    #entity

    constructor(connection, entity) {
        this.#connection = connection
        this.#entity = entity
    }

    /** A page of the rows that the caller may read. */
    list({ signal, ...options } = {}) {
        return this.#rest("GET", query(options), { signal })
    }

    /** Every row, page by page, as `for await` asks for them. */
    async *all(options = {}) {
        for (let place = {}; ; ) {
            const page = await this.list({ ...options, ...place })
            yield* page.items
            if (!page.pageInfo.hasNextPage) return
            place = { after: page.pageInfo.endCursor, offset: undefined }
        }
    }

    /** One row. */
    get(id, options) {
        return this.#rest("GET", item(id), options)
    }

    /** Makes a row. */
    create(input, options) {
        return this.#rest("POST", "", { ...options, json: input })
    }

    /** Changes the fields given; with `version`, only if the row still has it. */
    update(id, changes, options) {
        return this.#rest("PATCH", item(id), { ...options, json: changes })
    }

    /** Gives every field; an optional one left out is cleared. */
    replace(id, input, options) {
        return this.#rest("PUT", item(id), { ...options, json: input })
    }

    /** Deletes a row; with `version`, only if the row still has it. */
    delete(id, options) {
        return this.#rest("DELETE", item(id), options)
    }

    /** Brings a deleted row back. */
    restore(id, options) {
        return this.#rest("POST", item(id) + "/restore", options)
    }

    #rest(method, rest, options) {
        return this.#connection.rest(method, this.#entity.path + rest, options)
    }
}

const item = id => "/" + encodeURIComponent(id)

/** The query of a list: filters as `field` or `field.comparison`, then order and page. */
function query({ where = {}, orderBy = [], ...page }) {
    const terms = []
    const add = (name, value) => terms.push(`${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    for (const [field, condition] of Object.entries(where)) {
        if (condition === undefined) continue
        if (condition === null) add(field + ".isNull", true)
        else if (typeof condition !== "object") add(field, condition)
        else for (const [name, value] of Object.entries(condition)) addComparison(field, name, value, add)
    }
    const order = [orderBy].flat()
    if (order.length > 0) add("orderBy", order.join(","))
    for (const [name, value] of Object.entries(page)) if (value !== undefined) add(name, value)
    return terms.length > 0 ? "?" + terms.join("&") : ""
}

function addComparison(field, name, value, add) {
    if (value === undefined) return
    if (value === null) add(`${field}.isNull`, name === "eq")
    else add(name === "eq" ? field : `${field}.${name}`, comparand(field, value))
}

/** A value as a query spells it: a list with commas between, a range as `start/end`. */
function comparand(field, value) {
    if (Array.isArray(value)) {
        if (!value.some(item => item === "" || String(item).includes(","))) return value
        throw new TypeError(`A list of '${field}' cannot hold a text that is empty or has a comma; ask GraphQL instead.`)
    }
    return typeof value === "object" ? `${value.start ?? ""}/${value.end ?? ""}` : value
}

/** What checks arguments before they are sent. */
export const argumentsValidator = operation => ({ check: input => violationsOfCreating(operation, input) })

/** What checks inputs of an entity before they are sent. */
export const validator = entity => ({
    create: input => violationsOfCreating(entity, input),
    update: changes => violationsOfUpdating(entity, changes),
})
