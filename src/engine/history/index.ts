export { dayFrom } from '../../history/day.js'
export { pastDay } from './at.js'
export { pastPeriod } from './period.js'
export { sampled, sampledAudit } from './sampled.js'
