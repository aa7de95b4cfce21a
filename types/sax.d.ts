/** The part of sax that this package uses; the library ships no types. */
declare module 'sax' {
	interface Parser {
		/** Called with a parse error; the parser goes on unless this throws. */
		onerror: (error: Error) => void;
		onopentag: (tag: { readonly name: string }) => void;
		onclosetag: (name: string) => void;
		/** Called for each attribute before its tag is opened. */
		onattribute: (attribute: { readonly name: string; readonly value: string }) => void;
		/** Called with a stretch of text, decoded; a long text comes in several. */
		ontext: (text: string) => void;
		oncdata: (text: string) => void;
		ondoctype: (doctype: string) => void;
		onprocessinginstruction: (instruction: { readonly name: string }) => void;
		write(text: string): Parser;
		close(): Parser;
	}
	/** Makes a parser; a strict one reports everything that is not well-formed. */
	export function parser(
		strict: boolean,
		options: { readonly strictEntities: boolean; readonly position: boolean },
	): Parser;
}
