"""What Together says of a model before a job is made: limits and price (client 3.1.1,
types/finetune_model_limits, types/fine_tuning_estimate_price_response)."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from ftprep.testing.server.body import json_body
from ftprep.testing.server.refusal import invalid
from ftprep.testing.server.service import service

__all__ = ["TOGETHER_MODEL_ROUTES"]

_LIMITS = {
    "default_gradient_accumulation_steps": 1,
    "lora_training": {
        "default_rank": 64,
        "max_rank": 64,
        "min_batch_size": 8,
        "max_batch_size": 128,
        "max_batch_size_dpo": 64,
        "target_modules": ["k_proj", "o_proj", "q_proj", "v_proj"],
    },
    "max_learning_rate": 1.0,
    "max_num_checkpoints": 10,
    "max_num_epochs": 20,
    "max_num_evals": 100,
    "max_seq_length_dpo": 8_192,
    "max_seq_length_sft": 32_768,
    "merge_output_lora": True,
    "min_learning_rate": 1e-9,
    "min_max_seq_length": 1,
    "supports_full_training": False,
    "supports_reasoning": False,
    "supports_tools": True,
    "supports_vision": False,
}
"""Made up, in the order of what small models have."""


async def limits(request: Request) -> Response:
    """GET /v1/fine-tunes/models/limits"""
    name = request.query_params.get("model_name")
    if not name:
        raise invalid("model_name is required", "model_name")
    return JSONResponse({"model_name": name, **_LIMITS})


async def estimate_price(request: Request) -> Response:
    """POST /v1/fine-tunes/estimate-price: no price, since a rehearsal has none."""
    body = await json_body(request)
    row = service(request).store.get("file", str(body.get("training_file")))
    if row is None or row["_report"] is None:
        answer = {"estimation_available": False, "unavailable_reason": "train_file_not_validated"}
        return JSONResponse(answer)
    answer = {"estimation_available": True, "allowed_to_proceed": True, "estimated_total_price": 0}
    return JSONResponse(answer)


TOGETHER_MODEL_ROUTES: list[Any] = [
    Route("/fine-tunes/models/limits", limits, methods=["GET"]),
    Route("/fine-tunes/estimate-price", estimate_price, methods=["POST"]),
]
