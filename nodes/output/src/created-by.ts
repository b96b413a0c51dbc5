/** Program and version, as the files that it writes name it. */
export const CREATED_BY = 'Frameloom 0.1.0'
