export { fakeVideoModel, type FakeCall, type FakeVideoModelOptions } from './fake-video-model.js'
