const pattern = /^P(?=.)(?:(\d{1,4})D)?(?:T(?=.)(?:(\d{1,4})H)?(?:(\d{1,5})M)?(?:(\d{1,7})S)?)?$/;

/** Milliseconds of an ISO 8601 duration of days, hours, minutes and whole seconds; undefined when it is none. */
export function milliseconds(duration: string): number | undefined {
  const parts = pattern.exec(duration);
  if (!parts) return undefined;
  const [days, hours, minutes, seconds] = parts.slice(1).map((part) => Number(part ?? 0)) as [number, number, number, number];
  return (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1_000;
}
