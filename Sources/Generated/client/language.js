// The expression language of the spec, with the verdicts that Swift and PostgreSQL give.
//
// A value is null (unknown), a boolean, a text, a list of values, a range `{ start, end }`, or a number: a BigInt is a whole number, a day since 1970 or a
// count of microseconds; a Decimal is exact; a plain number is 64-bit floating point. Keys and the values of
// enums are texts. Nothing is rounded on the way, and texts are compared by code point.

/** Why an expression has no value: `outOfRange`, `divisionByZero`, or `undecided`, which only the database decides. */
export class EvaluationError extends Error {
    constructor(reason) {
        super(reason)
        this.reason = reason
    }
}

const fail = reason => {
    throw new EvaluationError(reason)
}

/** What depends on more than the row at hand. */
export const undecided = () => fail("undecided")

// Logic, after Kleene: null is neither true nor false. The right operand of `and` and `or` is asked if it matters.

export const not = value => (value === null ? null : !value)
export const isNull = value => value === null
export const isNotNull = value => value !== null

export function and(left, right) {
    if (left === false) return false
    const value = right()
    return value === false ? false : left === null ? null : value
}

export function or(left, right) {
    if (left === true) return true
    const value = right()
    return value === true ? true : left === null ? null : value
}

// Comparisons.

const comparison = accepts => (left, right) =>
    left === null || right === null ? null : accepts(order(left, right))

export const equal = comparison(order => order === 0)
export const notEqual = comparison(order => order !== 0)
export const less = comparison(order => order < 0)
export const lessOrEqual = comparison(order => order <= 0)
export const greater = comparison(order => order > 0)
export const greaterOrEqual = comparison(order => order >= 0)

/** Whether the value is among the constants; null if it is not but null is. */
export function isAmong(value, constants) {
    if (constants.length === 0) return false
    if (value === null) return null
    const found = constants.some(constant => constant !== null && order(value, constant) === 0)
    return found || (constants.includes(null) ? null : false)
}

/** Negative, zero or positive, as the first of two values comes before, with or after the second. */
export function order(left, right) {
    if (typeof left === "string") return orderOfTexts(left, right)
    if (typeof left === "boolean") return Number(left) - Number(right)
    if (Array.isArray(left)) return isSameList(left, right) ? 0 : -1
    if (isRange(left)) return isSameEnd(left.start, right.start) && isSameEnd(left.end, right.end) ? 0 : -1
    const [first, second] = promoted(left, right)
    if (first instanceof Decimal) return Decimal.order(first, second)
    return first < second ? -1 : first > second ? 1 : 0
}

// Lists and ranges have no order: all that counts is whether they are the same.

const isRange = value => typeof value === "object" && !(value instanceof Decimal)
const isSameEnd = (left, right) => (left === null || right === null ? left === right : order(left, right) === 0)
const isSameList = (left, right) =>
    left.length === right.length && left.every((item, index) => order(item, right[index]) === 0)

/** By code point; JavaScript's own order puts surrogates before the last signs of the basic plane. */
function orderOfTexts(left, right) {
    const length = Math.min(left.length, right.length)
    for (let place = 0; place < length; place += 1) {
        const [first, second] = [left.charCodeAt(place), right.charCodeAt(place)]
        if (first !== second) return rank(first) - rank(second)
    }
    return left.length - right.length
}

const rank = unit => (unit < 0xd800 ? unit : unit < 0xe000 ? unit + 0x2000 : unit - 0x800)

// Numbers.

/** An exact decimal number: `digits` divided by ten to the power of `scale`. */
export class Decimal {
    /** Its last digit after the point is not zero. */
    constructor(digits, scale) {
        while (scale > 0 && digits % 10n === 0n) {
            digits /= 10n
            scale -= 1
        }
        this.digits = digits
        this.scale = scale
    }

    /** Reads a sign, digits, and perhaps a point and more digits; null for anything else. */
    static parse(text) {
        const parts = /^([+-]?)([0-9]+)(?:\.([0-9]+))?$/.exec(text)
        if (!parts) return null
        const fraction = parts[3] ?? ""
        const digits = BigInt(parts[2] + fraction)
        return new Decimal(parts[1] === "-" ? -digits : digits, fraction.length)
    }

    /** How many digits stand before the point, leading zeros aside. */
    get integerDigits() {
        const digits = String(this.digits < 0n ? -this.digits : this.digits)
        return this.digits === 0n ? 0 : Math.max(0, digits.length - this.scale)
    }

    toString() {
        const digits = String(this.digits < 0n ? -this.digits : this.digits).padStart(this.scale + 1, "0")
        const point = digits.length - this.scale
        const fraction = this.scale > 0 ? "." + digits.slice(point) : ""
        return (this.digits < 0n ? "-" : "") + digits.slice(0, point) + fraction
    }

    /** The digits with more places after the point. */
    at(scale) {
        return this.digits * 10n ** BigInt(scale - this.scale)
    }

    static order(left, right) {
        const scale = Math.max(left.scale, right.scale)
        const difference = left.at(scale) - right.at(scale)
        return difference < 0n ? -1 : difference > 0n ? 1 : 0
    }
}

/** The decimal constant of a spec. */
export const decimal = text => Decimal.parse(text) ?? undecided()

/** Two numbers in the narrowest type that holds both, as PostgreSQL chooses it. */
function promoted(left, right) {
    if (typeof left === typeof right) return [left, right]
    if (typeof left === "number" || typeof right === "number") return [Number(String(left)), Number(String(right))]
    return [left, right].map(number => (number instanceof Decimal ? number : new Decimal(number, 0)))
}

const wide = number => (BigInt.asIntN(64, number) === number ? number : fail("outOfRange"))

/** What is calculated with numbers of each kind; a kind that is left out is not calculated here. */
const arithmetic = ({ integer, exact = undecided, float = undecided }) => (left, right) => {
    if (left === null || right === null) return null
    const [first, second] = promoted(left, right)
    if (typeof first === "bigint") return wide(integer(first, second))
    return first instanceof Decimal ? exact(first, second) : finite(float(first, second))
}

const finite = number => (Number.isFinite(number) ? number : fail("outOfRange"))
const sumAt = (left, right, sign) => {
    const scale = Math.max(left.scale, right.scale)
    return new Decimal(left.at(scale) + sign * right.at(scale), scale)
}
const divisor = number => (number == 0 ? fail("divisionByZero") : number)
/** A product or quotient that is too small to tell from zero is an error of PostgreSQL's too. */
const notLost = (result, isZero) => (result === 0 && !isZero ? fail("outOfRange") : result)

export const add = arithmetic({
    integer: (left, right) => left + right,
    exact: (left, right) => sumAt(left, right, 1n),
    float: (left, right) => left + right,
})
export const subtract = arithmetic({
    integer: (left, right) => left - right,
    exact: (left, right) => sumAt(left, right, -1n),
    float: (left, right) => left - right,
})
export const multiply = arithmetic({
    integer: (left, right) => left * right,
    exact: (left, right) => new Decimal(left.digits * right.digits, left.scale + right.scale),
    float: (left, right) => notLost(left * right, left === 0 || right === 0),
})
export const divide = arithmetic({
    integer: (left, right) => left / divisor(right),
    float: (left, right) => notLost(left / divisor(right), left === 0),
})
export const remainder = arithmetic({ integer: (left, right) => left % divisor(right) })

export function negate(value) {
    if (value === null) return null
    if (value instanceof Decimal) return new Decimal(-value.digits, value.scale)
    return typeof value === "bigint" ? wide(-value) : -value
}

// Times, in microseconds.

const day = 86_400_000_000n
/** PostgreSQL's first timestamp, 4714-11-24 BC; its last lies beyond 64 bits of microseconds since 1970. */
const firstTimestamp = -210_866_803_200_000_000n
const inRange = time => (wide(time) < firstTimestamp ? fail("outOfRange") : time)

/** A timestamp moved by a duration. */
export const moved = (time, duration) => (time === null || duration === null ? null : inRange(time + duration))

/** A timestamp moved back by a duration. */
export const movedBack = (time, duration) => (time === null || duration === null ? null : inRange(time - duration))

/** A date moved by a duration of whole days. */
export const movedDate = (date, duration) =>
    date === null || duration === null ? null : inRange(inRange(date * day) + duration) / day

/** A date moved back by a duration of whole days. */
export const movedDateBack = (date, duration) =>
    date === null || duration === null ? null : inRange(inRange(date * day) - duration) / day

/** `make_interval` counts in 32 bits, and in hours where the language says days. */
const units = (factor, seconds) => count => {
    if (count === null) return null
    const units = wide(count * factor)
    return BigInt.asIntN(32, units) === units ? units * seconds * 1_000_000n : fail("outOfRange")
}

export const minutes = units(1n, 60n)
export const hours = units(1n, 3600n)
export const days = units(24n, 3600n)

// Texts.

const ofText = change => text => (text === null ? null : change(text))

/** The length of a text in code points (Unicode scalars), or of a list. */
export const length = ofText(text => BigInt(lengthOf(text)))
/** ASCII letters only, so that every target agrees. */
export const lower = ofText(text => text.replace(/[A-Z]+/g, letters => letters.toLowerCase()))
/** ASCII letters only. */
export const upper = ofText(text => text.replace(/[a-z]+/g, letters => letters.toUpperCase()))
/** Without spaces (U+0020) at both ends. */
export const trim = ofText(text => text.replace(/^ +/, "").replace(/ +$/, ""))

/** The first so many code points. */
export const left = (text, count) => (text === null ? null : [...text].slice(0, Number(count)).join(""))
/** The last so many code points. */
export const right = (text, count) =>
    text === null ? null : [...text].slice(Math.max(0, lengthOf(text) - Number(count))).join("")

/** How many code points a text has, or items a list. */
export function lengthOf(text) {
    let count = 0
    for (const _ of text) count += 1
    return count
}
