// Checks inputs against the spec, with the violations that the server would answer: the same codes, places and
// sentences, in the same order. What needs another row is left to the server.

import { Decimal, EvaluationError, lengthOf, lower, order, trim, undecided, upper } from "./language.js"

/**
 * What is wrong with a new row.
 *
 * @param entity The entity's `fields` and `rules`.
 * @param input What is given, by the API's names; what is left out takes its default.
 */
export function violationsOfCreating(entity, input) {
    const missing = field => (field.optional || field.hasDefault ? undefined : null)
    const given = read(entity, input, missing, checkBeginning)
    for (const field of entity.fields) {
        if (given.values.has(field.name) || given.wrong.has(field.name)) continue
        const value = defaultValue(field, given.values)
        if (value !== undefined) given.values.set(field.name, value)
    }
    return [...given.violations, ...brokenRules(entity, given.values)]
}

/**
 * What is wrong with a change.
 *
 * @param input The fields to change. Rules that read another field are left to the server.
 */
export function violationsOfUpdating(entity, input) {
    const given = read(entity, input, () => undefined)
    return [...given.violations, ...brokenRules(entity, given.values)]
}

/** An input as it travels: JSON, with a BigInt as the text of its digits. */
export const wire = input => JSON.stringify(input, (_, value) => (typeof value === "bigint" ? String(value) : value))

/** The values given that are right in themselves, and what is wrong with the others. */
function read(entity, input, missing, checkMore = () => []) {
    const members = JSON.parse(wire(input) ?? "{}")
    const given = { values: new Map(), wrong: new Set(), violations: [] }
    for (const field of entity.fields.filter(field => !field.derived)) {
        const said = memberOf(members, field)
        const member = said === undefined ? missing(field) : said
        if (member === undefined) continue
        const value = parse(field, member)
        const found = [...violationsOf(field, value), ...checkMore(value, field)]
            .map(([code, predicate, subject]) => violation(field, code, predicate, subject))
        if (found.length === 0) given.values.set(field.name, value)
        else given.wrong.add(field.name)
        given.violations.push(...found)
    }
    given.violations.push(...halfGiven(entity, given))
    return given
}

const violation = (field, code, predicate, subject = field.label) => ({
    fields: [field.path?.join(".") ?? field.name],
    code,
    message: `${subject} ${predicate}.`,
})

/** What an input gives to a field; undefined where it says nothing. A value object is given whole. */
function memberOf(members, { name, path = [name] }) {
    if (!Object.hasOwn(members, path[0])) return undefined
    const member = members[path[0]]
    return path.length === 1 ? member : (member?.[path[1]] ?? null)
}

/** A value object that may be left out is given with all that it needs, or not at all. */
function halfGiven({ fields }, { values, wrong }) {
    const isGiven = ({ name }) => wrong.has(name) || (values.get(name) ?? null) !== null
    const siblings = ({ path }) => fields.filter(field => field.path?.[0] === path[0])
    return fields.filter(field => field.needed && !isGiven(field) && siblings(field).some(isGiven))
        .map(field => violation(field, "REQUIRED", "is required"))
}

/** The value that an absent field takes, if that can be told here. */
function defaultValue(field, values) {
    if (!field.hasDefault) return field.optional ? null : undefined
    try {
        return field.default?.(rowOf(values, BigInt(Date.now()) * 1000n))
    } catch (error) {
        if (error instanceof EvaluationError) return undefined
        throw error
    }
}

/** False breaks a rule, and so does a value that cannot be calculated. */
function brokenRules(entity, values) {
    const row = rowOf(values)
    return entity.rules.filter(rule => isBroken(rule, row)).map(({ name, fields, code, message }) =>
        ({ fields, code, message, rule: name }))
}

function isBroken(rule, row) {
    try {
        return rule.check(row) === false
    } catch (error) {
        if (error instanceof EvaluationError) return error.reason !== "undecided"
        throw error
    }
}

/** What expressions are told of a row. */
export const rowOf = (values, now) => ({
    get: name => (values.has(name) ? values.get(name) : undecided()),
    now: () => now ?? undecided(),
})

// One value: what it is, and what is wrong with it.

/** What is no value of its field's type. */
const unfit = Symbol("unfit")

/** A JSON value as the expressions of the spec take it, a text as it would be stored. */
export function parse(field, json) {
    if (json === null) return null
    const value = types[field.type].parse(json, field) ?? unfit
    return typeof value === "string" ? normalized(value, field) : value
}

const steps = { trim, lower, upper, collapse_spaces: text => text.replace(/ +/g, " ") }
const normalized = (text, { normalize = [] }) => normalize.reduce((text, step) => steps[step](text), text)

/** What is wrong with a value that `parse` gave: codes and predicates, of the field or of another subject. */
export function violationsOf(field, value) {
    if (value === null) return field.optional ? [] : [["REQUIRED", "is required"]]
    const type = types[field.type]
    if (value === unfit) return [["INVALID_TYPE", `must be ${type.noun ?? field.noun}`]]
    return type.check?.(value, field) ?? []
}

const ofText = read => json => (typeof json === "string" ? read(json) : undefined)

/** A JSON number that is written as an integer. */
const wholeNumber = json => (typeof json === "number" && /^-?[0-9]+$/.test(String(json)) ? BigInt(json) : undefined)
const fits = (bits, number) => number !== undefined && BigInt.asIntN(bits, number) === number
const int64 = json => (fits(64, wholeNumber(json)) ? wholeNumber(json) : undefined)

const nul = [["BAD_FORMAT", "contains the character U+0000, which cannot be stored"]]

const text = {
    noun: "a text",
    parse: ofText(text => text),
    check: (text, field) => (text.includes("\0") ? nul : checkText(text, field)),
}

const types = {
    text,
    password: text,
    smallint: {
        noun: "a whole number",
        parse: int64,
        check: (number, field) => checkNumber(number, field, -(2n ** 15n), 2n ** 15n - 1n),
    },
    integer: {
        noun: "a whole number",
        parse: int64,
        check: (number, field) => checkNumber(number, field, -(2n ** 31n), 2n ** 31n - 1n),
    },
    bigint: {
        noun: "a whole number",
        parse: json => (typeof json === "string" ? int64OfText(json) : int64(json)),
        check: checkNumber,
    },
    decimal: {
        noun: "a decimal number",
        parse: json => (typeof json === "string" || typeof json === "number" ? Decimal.parse(String(json)) : undefined),
        check: checkDecimal,
    },
    float: {
        noun: "a number",
        parse: json => (typeof json === "number" ? json : undefined),
        check: checkNumber,
    },
    boolean: { noun: "true or false", parse: json => (typeof json === "boolean" ? json : undefined) },
    uuid: {
        noun: "a UUID",
        parse: ofText(text => (/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text) ? text.toLowerCase() : undefined)),
    },
    timestamp: { noun: "a time with date and offset, such as 2026-11-21T09:00:00Z", parse: ofText(timestamp), check: checkTime(timestamp) },
    date: { noun: "a date, such as 2026-11-21", parse: ofText(date), check: checkTime(date) },
    time: { noun: "a time of day, such as 09:00:00", parse: ofText(time), check: checkTime(time) },
    interval: {
        noun: "a duration without years and months, such as PT1H30M",
        parse: ofText(interval),
        check: checkTime(interval, "shorter than", "longer than"),
    },
    bytes: { noun: "bytes in base64", parse: ofText(bytes), check: (bytes, field) => checkLength(bytes, field, "byte") },
    inet: { noun: "an IP address, such as 192.0.2.1 or 2001:db8::1", parse: ofText(inet) },
    json: { noun: "JSON", parse: json => (typeof json === "string" && json.includes("\0") ? undefined : json) },
    enum: {
        parse: ofText(text => text),
        check: (text, { values }) => (values.includes(text) ? [] : [["NOT_A_MEMBER", `is not one of ${values.join(", ")}`]]),
    },
    array: {
        noun: "a list",
        parse: (json, { of }) => (Array.isArray(json) ? json.map(item => parse(of, item)) : undefined),
        check: checkList,
    },
    range: { noun: "a range with start and end", parse: range, check: checkRange },
}

function int64OfText(text) {
    const number = /^[+-]?[0-9]+$/.test(text) ? BigInt(text.replace("+", "")) : undefined
    return fits(64, number) ? number : undefined
}

function checkLength(text, { minLength, maxLength }, unit = "character") {
    const count = lengthOf(text)
    if (count < minLength) return [["TOO_SHORT", count === 0 ? "is empty" : `is shorter than ${counted(minLength, unit)}`]]
    if (count > maxLength) return [["TOO_LONG", `is longer than ${counted(maxLength, unit)}`]]
    return []
}

/** A text is matched only if its length is right. */
function checkText(text, field) {
    const found = checkLength(text, field)
    return found.length > 0 ? found : [...checkForms(text, field), ...checkChoice(text, field)]
}

function checkForms(text, { forms = [] }) {
    return forms.filter(form => !form.pattern.test(text)).map(form => ["BAD_FORMAT", form.predicate])
}

/** A limit or choice that is written as digits is an exact number; beside a text it is one itself. */
const exact = (bound, value) => (typeof bound === "string" && typeof value !== "string" ? Decimal.parse(bound) : bound)

function checkChoice(value, { oneOf }) {
    const isAmong = !oneOf || oneOf.some(choice => order(value, exact(choice, value)) === 0)
    return isAmong ? [] : [["NOT_A_MEMBER", `is not one of ${oneOf.join(", ")}`]]
}

/** A new row begins its life with one of these. */
function checkBeginning(value, { initial }) {
    const isFit = !initial || typeof value !== "string" || initial.values.includes(value)
    return isFit ? [] : [["INVALID_TRANSITION", initial.predicate]]
}

/** Within the field's limits and those of its type. */
function checkNumber(number, field, lowest, highest) {
    const { minimum, maximum } = field
    const least = minimum === undefined || minimum < lowest ? lowest : minimum
    const most = maximum === undefined || maximum > highest ? highest : maximum
    return [...checkLimits(number, least, most), ...checkChoice(number, field)]
}

function checkLimits(number, least, most) {
    if (least !== undefined && order(number, exact(least)) < 0) return [["TOO_SMALL", `is less than ${least}`]]
    if (most !== undefined && order(number, exact(most)) > 0) return [["TOO_LARGE", `is greater than ${most}`]]
    return []
}

/** Within the field's limits, which are written as values travel. */
function checkTime(read, below = "before", above = "after") {
    return (value, { minimum, maximum }) => {
        if (minimum !== undefined && value < read(minimum)) return [["TOO_SMALL", `is ${below} ${minimum}`]]
        if (maximum !== undefined && value > read(maximum)) return [["TOO_LARGE", `is ${above} ${maximum}`]]
        return []
    }
}

/** PostgreSQL would round what has too many digits after the point; nothing is rounded unasked here. */
function checkDecimal(number, field) {
    const { precision, scale, minimum, maximum } = field
    const whole = precision - scale
    if (number.integerDigits > whole) return [["TOO_LARGE", `has more than ${counted(whole, "digit")} before the point`]]
    if (number.scale > scale) return [["BAD_FORMAT", `has more than ${counted(scale, "digit")} after the point`]]
    return [...checkLimits(number, minimum, maximum), ...checkChoice(number, field)]
}

/** The rules of the list, then those of each item; none is looked for twice while one is wrong in itself. */
function checkList(items, field) {
    const wrong = items.flatMap((item, index) =>
        violationsOfItem(field.of, item).map(found => [...found, `Item ${index + 1} of ${inSentence(field.label)}`]))
    return [...checkCount(items, field), ...wrong, ...(wrong.length === 0 ? checkDistinct(items, field) : [])]
}

const violationsOfItem = (of, item) => (item === null ? [["REQUIRED", "must not be null"]] : violationsOf(of, item))

function checkCount({ length }, { minItems, maxItems }) {
    if (length < minItems) return [["TOO_SHORT", `has fewer than ${counted(minItems, "item")}`]]
    if (length > maxItems) return [["TOO_LONG", `has more than ${counted(maxItems, "item")}`]]
    return []
}

/** How addresses compare is left to the server. */
function checkDistinct(items, { of, uniqueItems }) {
    if (!uniqueItems || of.type === "inet") return []
    const kinds = new Set(items.map(item => (item instanceof Decimal ? String(item) : item)))
    return kinds.size < items.length ? [["DUPLICATE_ITEM", "has an item twice"]] : []
}

/** A range as its two ends, of which null is open. */
function range(json, { of }) {
    const isRange = typeof json === "object" && !Array.isArray(json)
    if (!isRange || Object.keys(json).some(name => name !== "start" && name !== "end")) return undefined
    const [start, end] = [json.start ?? null, json.end ?? null].map(end => parse(of, end))
    return start === unfit || end === unfit ? undefined : { start, end }
}

/** What is wrong with each end, or else with their order. */
function checkRange({ start, end }, { of, label }) {
    const violationsOfEnd = (value, side) => (value === null ? [] : violationsOf(of, value))
        .map(([code, predicate]) => [code, predicate, `${side} of ${inSentence(label)}`])
    const wrong = [...violationsOfEnd(start, "Start"), ...violationsOfEnd(end, "End")]
    const isInOrder = wrong.length > 0 || start === null || end === null || order(start, end) < 0
    return isInOrder ? wrong : [["EMPTY_RANGE", "does not end after it starts"]]
}

const inSentence = label => label[0].toLowerCase() + label.slice(1)
const counted = (count, noun) => `${count} ${noun}${count === 1 ? "" : "s"}`

// Times, in microseconds or days since 1970 (RFC 3339; years 0001 to 9999).

const microsecondsPerDay = 86_400_000_000n
const earliest = -62_135_596_800_000_000n
const latest = 253_402_300_799_999_999n

function date(text) {
    const parts = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/.exec(text)
    return parts ? dayOf(...parts.slice(1).map(Number)) : undefined
}

function dayOf(year, month, day) {
    const date = new Date(0)
    date.setUTCFullYear(year, month - 1, day)
    const exists = year > 0 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
    return exists ? BigInt(date.getTime() / 86_400_000) : undefined
}

function time(text) {
    const parts = /^([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]{1,6}))?$/.exec(text)
    return parts ? clock(parts, 59) : undefined
}

function clock([, hour, minute, second, fraction = ""], lastSecond) {
    if (hour > 23 || minute > 59 || second > lastSecond) return undefined
    const seconds = Number(hour) * 3600 + Number(minute) * 60 + Number(second)
    return BigInt(seconds) * 1_000_000n + BigInt(fraction.padEnd(6, "0"))
}

/** ISO 8601 from weeks to seconds, each part at most once; a day has 24 hours. */
function interval(text) {
    const number = "([0-9]{1,15})"
    const pattern = `^(-?)P(?:${number}W)?(?:${number}D)?(T)?(?:${number}H)?(?:${number}M)?(?:${number}(?:\\.([0-9]{1,6}))?S)?$`
    const parts = new RegExp(pattern).exec(text)
    if (!parts) return undefined
    const [, sign, weeks, days, hasTime, hours, minutes, seconds, fraction = ""] = parts
    const times = [hours, minutes, seconds]
    const isWhole = hasTime ? times.some(Boolean) : !times.some(Boolean)
    if (!isWhole || ![weeks, days, ...times].some(Boolean)) return undefined
    const sum = [weeks, days, ...times].map(part => BigInt(part ?? 0))
        .reduce((total, count, index) => total + count * [604_800n, 86_400n, 3600n, 60n, 1n][index], 0n)
    const length = (sum * 1_000_000n + BigInt(fraction.padEnd(6, "0"))) * (sign ? -1n : 1n)
    return fits(64, length) ? length : undefined
}

/** The bytes of a base64 text, as a text with a sign for each. */
function bytes(text) {
    if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.length % 4 !== 0) return undefined
    const bytes = atob(text)
    return btoa(bytes) === text ? bytes : undefined
}

/** An address of version 4 or 6 (RFC 4291, section 2.2), perhaps with the length of its network's prefix. */
function inet(text) {
    const [address, ...prefixes] = text.split("/")
    const bits = isVersion4(address) ? 32 : isVersion6(address) ? 128 : undefined
    const isPrefix = prefix => /^(?:0|[1-9][0-9]{0,2})$/.test(prefix) && Number(prefix) <= bits
    return bits && prefixes.length < 2 && prefixes.every(isPrefix) ? text : undefined
}

const isVersion4 = text => /^(?:(?:0|[1-9][0-9]?|1[0-9]{2}|2[0-4][0-9]|25[0-5])(?:\.(?!$)|$)){4}$/.test(text)

function isVersion6(text) {
    const gap = text.indexOf("::")
    if (gap < 0) return bytesOfGroups(text) === 16
    const [before, after] = [text.slice(0, gap), text.slice(gap + 2)]
    return !before.includes(".") && bytesOfGroups(before) + bytesOfGroups(after) <= 14
}

/** How many bytes the groups have, of which the last may be an address of version 4; NaN for what is none. */
function bytesOfGroups(text) {
    if (text === "") return 0
    const parts = text.split(":")
    const last = isVersion4(parts.at(-1)) ? 4 : 0
    const groups = last ? parts.slice(0, -1) : parts
    return groups.every(group => /^[0-9A-Fa-f]{1,4}$/.test(group)) ? groups.length * 2 + last : NaN
}

function timestamp(text) {
    const parts = /^(.{10})[Tt](.{8})(\.[0-9]+)?([Zz]|([+-])([0-9]{2}):([0-9]{2}))$/.exec(text)
    if (!parts) return undefined
    const [, day, hands, fraction = "", , sign, hours = 0, minutes = 0] = parts
    const days = date(day)
    const isLeapSecond = hands.endsWith("60")
    const sinceMidnight = time(isLeapSecond ? hands.slice(0, 6) + "59" + fraction : hands + fraction)
    if (days === undefined || sinceMidnight === undefined || hours > 23 || minutes > 59) return undefined
    const offset = BigInt(Number(hours) * 60 + Number(minutes)) * (sign === "-" ? -60_000_000n : 60_000_000n)
    const moment = days * microsecondsPerDay + sinceMidnight - offset + (isLeapSecond ? 1_000_000n : 0n)
    if (moment < earliest || moment > latest) return undefined
    return isLeapSecond && !startsMonth(moment) ? undefined : moment
}

/** Whether it is within the first second of a month: the second that follows a leap second. */
function startsMonth(moment) {
    const sinceMidnight = ((moment % microsecondsPerDay) + microsecondsPerDay) % microsecondsPerDay
    return sinceMidnight < 1_000_000n && new Date(Number(moment / 1000n)).getUTCDate() === 1
}
