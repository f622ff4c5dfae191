//! A whole model, made small: what comes out, byte by byte where it matters.

use half::f16;

use super::{ConvertError, Quantization, Words, convert};

const STATE: usize = 64;
const VOCABULARY: usize = 3;
const MELS: usize = 80;

/// Writes CTranslate2's format, version 6.
struct Ct2Writer {
    count: u32,
    body: Vec<u8>,
    next: f32,
}

impl Ct2Writer {
    fn text(out: &mut Vec<u8>, text: &str) {
        out.extend(u16::try_from(text.len() + 1).unwrap().to_le_bytes());
        out.extend(text.as_bytes());
        out.push(0);
    }

    fn tensor(&mut self, name: &str, shape: &[usize]) {
        self.count += 1;
        Self::text(&mut self.body, name);
        self.body.push(u8::try_from(shape.len()).unwrap());
        for axis in shape {
            self.body.extend(u32::try_from(*axis).unwrap().to_le_bytes());
        }
        self.body.push(4);
        let length: usize = shape.iter().product();
        self.body.extend(u32::try_from(2 * length).unwrap().to_le_bytes());
        for _ in 0..length {
            self.next = (self.next + 0.37) % 2.0;
            self.body.extend(f16::from_f32(self.next - 1.0).to_le_bytes());
        }
    }

    fn norm(&mut self, name: &str) {
        self.tensor(&format!("{name}/gamma"), &[STATE]);
        self.tensor(&format!("{name}/beta"), &[STATE]);
    }

    fn linear(&mut self, name: &str, rows: usize, columns: usize) {
        self.tensor(&format!("{name}/weight"), &[rows, columns]);
        self.tensor(&format!("{name}/bias"), &[rows]);
    }

    fn layer(&mut self, side: &str) {
        let layer = format!("{side}/layer_0");
        self.norm(&format!("{layer}/self_attention/layer_norm"));
        self.linear(&format!("{layer}/self_attention/linear_0"), 3 * STATE, STATE);
        self.linear(&format!("{layer}/self_attention/linear_1"), STATE, STATE);
        if side == "decoder" {
            self.norm(&format!("{layer}/attention/layer_norm"));
            self.linear(&format!("{layer}/attention/linear_0"), STATE, STATE);
            self.linear(&format!("{layer}/attention/linear_1"), 2 * STATE, STATE);
            self.linear(&format!("{layer}/attention/linear_2"), STATE, STATE);
        }
        self.norm(&format!("{layer}/ffn/layer_norm"));
        self.linear(&format!("{layer}/ffn/linear_0"), 4 * STATE, STATE);
        self.linear(&format!("{layer}/ffn/linear_1"), STATE, 4 * STATE);
    }

    fn finish(self, spec: &str) -> Vec<u8> {
        let mut out = 6_u32.to_le_bytes().to_vec();
        Self::text(&mut out, spec);
        out.extend(3_u32.to_le_bytes());
        out.extend(self.count.to_le_bytes());
        out.extend(self.body);
        out.extend(1_u32.to_le_bytes());
        Self::text(&mut out, "decoder/projection/weight");
        Self::text(&mut out, "decoder/embeddings/weight");
        out
    }
}

/// A Whisper of one layer a side and three words.
fn small_model(spec: &str) -> Vec<u8> {
    let mut writer = Ct2Writer { count: 0, body: Vec::new(), next: 0.0 };
    writer.tensor("encoder/position_encodings/encodings", &[10, STATE]);
    writer.tensor("decoder/position_encodings/encodings", &[5, STATE]);
    writer.tensor("decoder/embeddings/weight", &[VOCABULARY, STATE]);
    writer.tensor("encoder/conv1/weight", &[STATE, MELS, 3]);
    writer.tensor("encoder/conv1/bias", &[STATE]);
    writer.tensor("encoder/conv2/weight", &[STATE, STATE, 3]);
    writer.tensor("encoder/conv2/bias", &[STATE]);
    writer.norm("encoder/layer_norm");
    writer.layer("encoder");
    writer.norm("decoder/layer_norm");
    writer.layer("decoder");
    writer.finish(spec)
}

const WORDS: Words<'static> = Words::Lines("Ġa\nb\n<|endoftext|>".as_bytes());

fn converted(model: &[u8], quantization: Quantization) -> Result<Vec<u8>, ConvertError> {
    let mut out = Vec::new();
    convert(model, &WORDS, quantization, &mut out).map(|()| out)
}

fn ints(bytes: &[u8]) -> Vec<i32> {
    bytes.as_chunks::<4>().0.iter().map(|bytes| i32::from_le_bytes(*bytes)).collect()
}

/// The tensors of a ggml file: name, axes fastest first, type, bytes.
fn tensors_of(file: &[u8]) -> Vec<(String, Vec<i32>, i32, usize)> {
    let words_at = 48 + 8 + MELS * 201 * 4;
    let mut at = words_at + 4 + (4 + 2) + (4 + 1);
    let mut tensors = Vec::new();
    while at < file.len() {
        let head = ints(&file[at..at + 12]);
        let (rank, length) = (usize::try_from(head[0]).unwrap(), usize::try_from(head[1]).unwrap());
        at += 12;
        let axes = ints(&file[at..at + 4 * rank]);
        at += 4 * rank;
        let name = String::from_utf8(file[at..at + length].to_vec()).unwrap();
        at += length;
        let count = usize::try_from(axes.iter().product::<i32>()).unwrap();
        let size = match head[2] {
            0 => count * 4,
            1 => count * 2,
            7 => count / 32 * 24,
            8 => count / 32 * 34,
            other => panic!("type {other}"),
        };
        at += size;
        tensors.push((name, axes, head[2], size));
    }
    assert_eq!(at, file.len());
    tensors
}

#[test]
fn the_header_tells_the_model_s_dimensions() {
    let file = converted(&small_model("WhisperSpec"), Quantization::Q5_1).unwrap();
    assert_eq!(ints(&file[..48]), [0x6767_6d6c, 3, 10, 64, 1, 1, 5, 64, 1, 1, 80, 2009],);
    assert_eq!(ints(&file[48..56]), [80, 201]);
}

#[test]
fn fused_projections_are_taken_apart_and_keys_have_no_bias() {
    let file = converted(&small_model("WhisperSpec"), Quantization::F16).unwrap();
    let tensors = tensors_of(&file);
    let shape = |name: &str| tensors.iter().find(|tensor| tensor.0 == name).map(|t| t.1.clone());
    for part in ["query", "key", "value", "out"] {
        for attention in
            ["encoder.blocks.0.attn", "decoder.blocks.0.attn", "decoder.blocks.0.cross_attn"]
        {
            assert_eq!(shape(&format!("{attention}.{part}.weight")), Some(vec![64, 64]));
            let bias = shape(&format!("{attention}.{part}.bias"));
            assert_eq!(bias.is_some(), part != "key", "{attention}.{part}");
        }
    }
    assert_eq!(shape("encoder.conv1.bias"), Some(vec![1, 64]));
    assert_eq!(shape("encoder.conv1.weight"), Some(vec![3, 80, 64]));
}

#[test]
fn vectors_stay_whole_convolutions_half_and_matrices_are_quantised() {
    let file = converted(&small_model("WhisperSpec"), Quantization::Q8_0).unwrap();
    for (name, axes, kind, _) in tensors_of(&file) {
        let expected = match axes.len() {
            3 => 1,
            2 if !name.ends_with("positional_embedding") && !name.contains("conv") => 8,
            _ => 0,
        };
        assert_eq!(kind, expected, "{name}");
    }
}

#[test]
fn the_same_model_gives_the_same_bytes() {
    let model = small_model("WhisperSpec");
    let first = converted(&model, Quantization::Q5_1).unwrap();
    assert_eq!(first, converted(&model, Quantization::Q5_1).unwrap());
}

#[test]
fn another_kind_of_model_is_refused() {
    let error = converted(&small_model("TransformerSpec"), Quantization::Q5_1).unwrap_err();
    assert!(error.to_string().contains("`TransformerSpec`"), "{error}");
}

#[test]
fn a_file_cut_anywhere_is_an_error_and_never_a_panic() {
    let model = small_model("WhisperSpec");
    for length in (0..model.len() - 1).step_by(4099).chain(0..64) {
        assert!(converted(&model[..length], Quantization::Q5_1).is_err(), "{length}");
    }
}
