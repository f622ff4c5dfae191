//! Takes recordings through the stages: scheduler, queue, worker, pipeline.
