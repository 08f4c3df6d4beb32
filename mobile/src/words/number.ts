/** «481-270-356»: how the number of an appeal is shown everywhere, as the portal shows it (appeals/rules/number.py). */
export function spoken(number: string): string {
  return number.replace(/^(\d{3})(\d{3})(\d{3})$/, '$1-$2-$3')
}
