// CSS comes as text: editors make all of their elements, and carry their look with them.
declare module "*.css" {
  const text: string;
  export default text;
}
