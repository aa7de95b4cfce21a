import { onEveryDatabase } from '../support/databases';
import { describeExperiments } from './contracts/experiments';

onEveryDatabase(({ name, open }) => describeExperiments(name, open));
