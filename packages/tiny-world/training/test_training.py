"""What must hold between the parts: `python -m unittest` in this folder; no training, a few seconds."""

from __future__ import annotations

import unittest

import torch

from frameloom_world.attends import Remembered, TeacherForced
from frameloom_world.cache import Cache
from frameloom_world.clips import draw_batch, render_clips
from frameloom_world.decoder import Decoder
from frameloom_world.denoiser import CausalWan, Config, Rotary
from frameloom_world.denoiser_stage import DenoiserStage
from frameloom_world.frame_encoder import FrameEncoder
from frameloom_world.long_rollouts import LongRollouts
from frameloom_world.run import half_precision
from frameloom_world.scene_latents import SceneLatents
from frameloom_world.scene_table import SEEDS, advance, draw_rows, hidden_seeds, scene, tie_noise
from frameloom_world.schedule import CHUNK, TIMESTEPS

SIZE = (160, 256)
SMALL = Config(8, 12, 2, dim=48, ffn_dim=96, num_heads=2, num_layers=2)


def small_model() -> CausalWan:
    torch.manual_seed(3)
    model = CausalWan(SMALL)
    torch.nn.init.normal_(model.head.head.weight, std=0.1)
    return model.eval().requires_grad_(False)


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
