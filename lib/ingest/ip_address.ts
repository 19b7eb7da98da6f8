/**
 * IP addresses as texts.
 * @module
 */

/**
 * Whether a text is an IPv4 or IPv6 address, an IPv6 one perhaps with an IPv4 address at its end.
 *
 * ```ts
 * import { isIpAddress } from "./ip_address.ts";
 * if (!isIpAddress("192.0.2.1") || !isIpAddress("::ffff:192.0.2.1") || isIpAddress("192.0.2.256")) throw new Error();
 * ```
 */
export function isIpAddress(text: string): boolean {
  if (!text.includes(":")) return isIpv4(text);
  const lastColon = text.lastIndexOf(":");
  const tail = text.slice(lastColon + 1);
  if (!tail.includes(".")) return isIpv6(text);
  return isIpv4(tail) && isIpv6(`${text.slice(0, lastColon)}:0:0`);
}

/** Leading zeros are refused. */
function isIpv4(text: string): boolean {
  const parts = text.split(".");
  return parts.length === 4 && parts.every((part) => /^(0|[1-9][0-9]{0,2})$/.test(part) && Number(part) <= 255);
}

function isIpv6(text: string): boolean {
  const halves = text.split("::");
  if (halves.length > 2) return false;
  const groups = halves.flatMap((half) => half === "" ? [] : half.split(":"));
  return groups.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group)) &&
    (halves.length === 2 ? groups.length < 8 : groups.length === 8);
}
