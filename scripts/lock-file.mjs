import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The folders, such as `node_modules/qr`, in which a folder's package-lock.json places packages, without those that
 * npm leaves out here because they are for other machines.
 */
export function lockedPlacesForThisMachine(folder) {
	const packages = readPackages(join(folder, 'package-lock.json')) ?? {};
	return lockedPlaces(folder).filter((place) => {
		const { os, cpu } = packages[place];
		return allows(os, process.platform) && allows(cpu, process.arch);
	});
}

/** Whether a list such as `["linux", "darwin"]` or `["!win32"]` lets a name through. */
function allows(list, name) {
	if (list === undefined || list.includes(name)) return true;
	return list.every((entry) => entry.startsWith('!') && entry !== `!${name}`);
}

/**
 * The places in which a folder's node_modules differs from its package-lock.json, by the record that npm itself leaves
 * in node_modules when an install is complete; all of them when there is none. Packages that are optional, such as
 * those for other platforms, may be missing.
 */
export function differencesFromLock(folder) {
	const wanted = readPackages(join(folder, 'package-lock.json')) ?? {};
	const installed = readPackages(join(folder, 'node_modules', '.package-lock.json'));
	return lockedPlaces(folder).filter((place) => {
		const { version, integrity, optional, devOptional } = wanted[place];
		const found = installed?.[place];
		if (found === undefined) return installed === null || !(optional || devOptional);
		return found.version !== version || found.integrity !== integrity;
	});
}

/** Without the project itself, and without what npm has left in the lock file though nothing asks for it any more. */
function lockedPlaces(folder) {
	const packages = readPackages(join(folder, 'package-lock.json')) ?? {};
	return Object.keys(packages).filter((place) => place !== '' && !packages[place].extraneous);
}

function readPackages(file) {
	try {
		return JSON.parse(readFileSync(file, 'utf8')).packages;
	} catch {
		return null;
	}
}
