"""What must hold between the parts: `python -m unittest` in this folder; no training, a few seconds."""

from __future__ import annotations

import unittest
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import torch

from frameloom_world.attends import Remembered, TeacherForced
from frameloom_world.cache import Cache
from frameloom_world.clips import draw_batch, render_clips
from frameloom_world.decoder import Decoder
from frameloom_world.denoiser import CausalWan, Config, Rotary
from frameloom_world.denoiser_stage import DenoiserStage, load_denoiser
from frameloom_world.distil_stage import Distillation
from frameloom_world.frame_encoder import FrameEncoder
from frameloom_world.long_rollouts import LongRollouts
from frameloom_world.run import Run, half_precision
from frameloom_world.scene_latents import SceneLatents
from frameloom_world.scene_table import SEEDS, advance, draw_rows, hidden_seeds, scene, tie_noise
from frameloom_world.schedule import CHUNK, TIMESTEPS, add_noise, flow_step, next_steps

SIZE = (160, 256)
SMALL = Config(8, 12, 2, dim=48, ffn_dim=96, num_heads=2, num_layers=2)


def small_model() -> CausalWan:
    torch.manual_seed(3)
    model = CausalWan(SMALL)
    torch.nn.init.normal_(model.head.head.weight, std=0.1)
    return model.eval().requires_grad_(False)


def small_distillation() -> Distillation:
    return Distillation(DenoiserStage(SMALL, torch.Generator().manual_seed(8)), small_model().state_dict())


class Training(unittest.TestCase):
    def test_a_teacher_forced_chunk_equals_the_same_chunk_over_a_cache(self) -> None:
        model, rotary = small_model(), Rotary(SMALL)
        words = torch.randn(1, SMALL.text_len, SMALL.text_dim)
        prompt = model.read_prompt(words)
        clean, noisy = torch.randn(1, 6, 16, 8, 12), torch.randn(1, 6, 16, 8, 12)
        levels = torch.cat([torch.zeros(1, 6), torch.full((1, 6), 625.0)], 1)
        together = model(torch.cat([clean, noisy], 1), levels, prompt, TeacherForced(rotary, 6))
        cache = Cache(rotary, SMALL.num_layers, "frame")
        model(clean[:, :CHUNK], torch.zeros(1, CHUNK), prompt, cache.attend)
        cache.commit()
        after = model(noisy[:, CHUNK:], torch.full((1, CHUNK), 625.0), prompt, cache.attend)
        torch.testing.assert_close(after, together[:, 9:], atol=1e-5, rtol=1e-4)

    def test_an_overflowing_cache_has_the_slots_that_training_shows(self) -> None:
        rotary = Rotary(SMALL)
        for pooling, first in (("frame", None), ("none", 9)):
            cache = Cache(rotary, 1, pooling)
            for chunk in range(5):
                numbers = torch.arange(chunk * CHUNK, chunk * CHUNK + CHUNK).float()
                kv = numbers.view(1, 1, -1, 1, 1).expand(1, 2, -1, SMALL.tokens, 24)
                cache.attend(0, kv, kv, kv)
                cache.commit()
            slots = cache.past[0][1][0, 0, :, 0, 0].tolist()
            self.assertEqual(slots[:3], [0.0, 1.0, 2.0])
            self.assertEqual(len(slots), 9)
            self.assertEqual(slots[-4:], [11.0, 12.0, 13.0, 14.0])
            if first is not None:
                self.assertEqual(slots[3], float(first))

    def test_folded_pasts_of_training_fill_twelve_slots(self) -> None:
        attend = Remembered(Rotary(SMALL), 2, "token")
        x = torch.randn(1, 2, Remembered.CLEAN, SMALL.tokens, 24)
        self.assertEqual(attend.past(x, 4).shape[2], 9)
        self.assertEqual(attend.past(x, 5).shape[2], 9)

    def test_own_rollouts_grow_old_in_a_bounded_cache_and_are_begun_anew(self) -> None:
        stage = DenoiserStage(SMALL, torch.Generator().manual_seed(4))
        rollouts = LongRollouts(stage.model, stage.latents_of, stage.generator, stage.draw_scenes, stage.loss)
        first, oldest = list(rollouts.open), 0
        for _ in range(24):
            self.assertGreater(float(rollouts.piece(half_precision(), stage.roughen)), 0.0)
            for rollout in rollouts.open:
                oldest = max(oldest, rollout.age)
                for past in rollout.cache.past:
                    self.assertLessEqual(0 if past is None else past[0].shape[2], 9)
        self.assertGreater(oldest, 12)
        self.assertFalse(all(now is before for now, before in zip(rollouts.open, first, strict=True)))
        self.assertGreater(float(stage.model.head.head.weight.grad.abs().max()), 0.0)

    def test_a_step_along_the_flow_keeps_the_noise_where_the_truth_leads(self) -> None:
        clean, noise = torch.randn(2, 1, len(TIMESTEPS) * CHUNK, 16, 8, 12)
        steps = torch.tensor([TIMESTEPS]).repeat_interleave(CHUNK, 1)
        later = next_steps(steps)
        self.assertEqual(later[0, ::CHUNK].tolist(), [*steps[0, CHUNK::CHUNK].tolist(), 0.0])
        moved = flow_step(add_noise(clean, noise, steps), clean, steps, later)
        torch.testing.assert_close(moved, add_noise(clean, noise, later), atol=1e-5, rtol=1e-4)

    def test_distillation_aims_at_the_next_step_and_behind_the_last_at_the_truth(self) -> None:
        distillation = small_distillation()
        windows = distillation.windows()
        last = (windows.timesteps == TIMESTEPS[-1])[:, :, None, None, None]
        self.assertTrue(0 < int(last.sum()) < last.numel())
        aim, other = distillation.aim(windows), distillation.aim(replace(windows, true=windows.true + 1))
        torch.testing.assert_close(torch.where(last, windows.true, aim), aim)
        torch.testing.assert_close(other - aim, last.float().expand_as(aim))
        for index, timestep in enumerate(TIMESTEPS[:-1]):
            with torch.no_grad():
                led = windows.predict(distillation.teacher, windows.noisy, windows.timesteps)
                later = torch.full_like(windows.timesteps, TIMESTEPS[index + 1])
                moved = flow_step(windows.noisy, led, windows.timesteps, later)
                expected = windows.predict(distillation.target, moved, later)
            at = windows.timesteps == timestep
            torch.testing.assert_close(aim[at], expected[at], atol=1e-5, rtol=1e-4)

    def test_distillation_moves_student_and_target_and_goes_on_from_a_checkpoint(self) -> None:
        once, again = small_distillation(), small_distillation()
        teacher = once.teacher.head.head.weight.clone()
        for _ in range(2):
            once.step(once.windows(), 1.0)
        self.assertTrue(torch.equal(once.teacher.head.head.weight, teacher))
        self.assertFalse(torch.equal(once.target.head.head.weight, teacher))
        self.assertFalse(torch.equal(once.target.head.head.weight, once.student.head.head.weight))
        with TemporaryDirectory() as folder:
            Run(Path(folder), "distil", 1.0).keep(once.student, once.optimiser, once.average)
            Run(Path(folder), "distil", 1.0).resume(again.student, again.optimiser, again.average)
            kept = load_denoiser(Path(folder), SMALL, "distil")
        again.follow_average()
        torch.testing.assert_close(kept.head.head.weight, once.target.head.head.weight)
        windows = once.windows()
        self.assertEqual(once.step(windows, 0.5), again.step(windows, 0.5))
        for name, value in again.target.state_dict().items():
            torch.testing.assert_close(value, once.target.state_dict()[name], msg=name)

    def test_noise_that_is_tied_to_scenes_is_still_standard_normal(self) -> None:
        generator = torch.Generator().manual_seed(5)
        scenes = draw_rows(2000, generator)
        seeds = hidden_seeds(scenes, generator)
        self.assertLess(float(seeds.mean(0).abs().max()), 0.1)  # four deviations of a mean of 2000
        self.assertLess(float((seeds.std(0) - 1).abs().max()), 0.08)
        tied = tie_noise(torch.randn(2000, 3, 16, 8, 12, generator=generator), seeds)
        read = tied[:, :, :SEEDS].sum((1, 3, 4)) / (3 * 96) ** 0.5
        torch.testing.assert_close(read, seeds, atol=1e-4, rtol=1e-4)

    def test_scene_rows_move_in_time_as_scenes_do(self) -> None:
        rows = draw_rows(8, torch.Generator().manual_seed(6))
        moved = advance(rows, torch.full((8,), 37.0, dtype=torch.float64))
        for before, after in zip(rows, moved, strict=True):
            expected, found = scene(before).advance(37.0), scene(after)
            self.assertAlmostEqual(expected.camera, found.camera)
            self.assertAlmostEqual(expected.day, found.day)

    def test_latents_have_unit_deviation_where_they_are_not_mostly_empty(self) -> None:
        latents, near = SceneLatents(SIZE)(
            draw_rows(500, torch.Generator().manual_seed(7)), torch.arange(4).expand(500, -1)
        )
        deviation = latents.std((0, 1, 3, 4))
        self.assertLess(float(deviation.max()), 1.1)
        self.assertGreater(int((deviation > 0.9).sum()), 9)
        self.assertLess(float(latents.abs().max()), 5.0)
        self.assertGreater(float(near.any((-1, -2)).float().mean()), 0.8)  # the rest stand behind the train

    def test_streaming_equals_one_shot_decoding(self) -> None:
        decoder = Decoder((16, 16, 16, 16)).eval()
        latents = torch.randn(1, 5, 16, 8, 12)
        with torch.no_grad():
            whole, state, parts = decoder(latents), None, []
            for frame in range(5):
                made, state = decoder.stream(latents[:, frame : frame + 1], state)
                parts.append(made)
        streamed = torch.cat(parts, 1)[:, 3:]
        self.assertEqual(whole.shape[1], 1 + 4 * 4)
        torch.testing.assert_close(streamed, whole, atol=1e-5, rtol=1e-4)

    def test_an_encoder_counts_frames_as_the_decoder_does_and_sees_the_past_alone(self) -> None:
        encoder = FrameEncoder((16, 16, 16)).eval()
        frames = torch.rand(1, 9, 3, 64, 96)
        other = torch.cat([frames[:, :5], torch.rand(1, 4, 3, 64, 96)], 1)
        with torch.no_grad():
            latents, changed = encoder(frames), encoder(other)
        self.assertEqual(latents.shape, (1, 3, 16, 8, 12))
        torch.testing.assert_close(latents[:, :2], changed[:, :2])
        self.assertGreater(float((latents[:, 2] - changed[:, 2]).abs().max()), 1e-3)

    def test_close_looks_of_the_decoder_hold_the_character(self) -> None:
        clips, generator = render_clips(4, SIZE, 9), torch.Generator().manual_seed(9)
        latents, frames, masks = draw_batch(clips, True, generator)
        self.assertEqual(latents.shape[1:], (2, 16, 9, 9))
        self.assertEqual(frames.shape[1:], (8, 3, 72, 72))
        self.assertGreater(float(masks[:, -1].mean((1, 2)).min()), 0.05)

    def test_the_schedule_is_the_warped_one(self) -> None:
        for found, expected in zip(TIMESTEPS, (1000.0, 937.5, 2500.0 / 3.0, 625.0), strict=True):
            self.assertAlmostEqual(found, expected)


if __name__ == "__main__":
    unittest.main()
