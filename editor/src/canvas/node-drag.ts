/** Media type under which a node type travels from the list to the canvas. */
export const NODE_DRAG = 'application/x-frameloom-node'
