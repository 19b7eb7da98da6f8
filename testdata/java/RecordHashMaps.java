import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Records in what order java.util.HashMap and HashSet are walked after random changes.
 *
 *     java --add-opens java.base/java.util=ALL-UNNAMED RecordHashMaps.java > hash_maps.txt
 *
 * A line is one map: its changes, a tab, its keys in order; or "tree" when a bucket has become a tree. Changes: +k put, -k remove,
 * * clear, =n1,n2 putAll of a map with these new keys, ~ replaced by a copy (new HashMap(map)), : replaced by a clone; "#" in front of
 * the first: it is new HashSet(keys). Keys: s text, i Integer, l Long, d Double.
 */
public class RecordHashMaps {
  static final Random RANDOM = new Random(20261101);

  static String key(int kind) {
    switch (kind) {
      case 0: return "s" + Integer.toString(RANDOM.nextInt(1000), 36);
      case 1: return "i" + RANDOM.nextInt(200);
      case 2: return "l" + (RANDOM.nextInt(100) * 4294967297L);
      case 3: return "d" + RANDOM.nextInt(64) / 4.0;
      // Texts of one hash: AaAa, AaBB, BBAa, …
      case 4: {
        StringBuilder text = new StringBuilder("s");
        for (int i = 0; i < 4; i++) text.append(RANDOM.nextBoolean() ? "Aa" : "BB");
        return text.toString();
      }
      // Integers of one bucket in small tables.
      default: return "i" + RANDOM.nextInt(24) * 64;
    }
  }

  static Object parse(String key) {
    String text = key.substring(1);
    switch (key.charAt(0)) {
      case 'i': return Integer.valueOf(text);
      case 'l': return Long.valueOf(text);
      case 'd': return Double.valueOf(text);
      default: return text;
    }
  }

  static String format(Object key) {
    return (key instanceof Integer ? "i" : key instanceof Long ? "l" : key instanceof Double ? "d" : "s") + key;
  }

  static boolean hasTree(HashMap<Object, Object> map) throws Exception {
    Field table = HashMap.class.getDeclaredField("table");
    table.setAccessible(true);
    Object[] buckets = (Object[]) table.get(map);
    if (buckets == null) return false;
    for (Object bucket : buckets) {
      if (bucket != null && bucket.getClass().getSimpleName().equals("TreeNode")) return true;
    }
    return false;
  }

  static void record(List<String> changes, HashMap<Object, Object> map) throws Exception {
    StringBuilder order = new StringBuilder();
    for (Object key : map.keySet()) order.append(order.length() == 0 ? "" : " ").append(format(key));
    System.out.println(String.join(" ", changes) + "\t" + (hasTree(map) ? "tree" : order));
  }

  public static void main(String[] args) throws Exception {
    for (int round = 0; round < 400; round++) {
      int kind = round % 7;
      int length = 1 + RANDOM.nextInt(round % 3 == 0 ? 90 : 25);
      List<String> changes = new ArrayList<>();
      HashMap<Object, Object> map = new HashMap<>();
      boolean tree = false;
      for (int i = 0; i < length && !tree; i++) {
        String key = key(kind == 6 ? RANDOM.nextInt(6) : kind);
        int what = RANDOM.nextInt(40);
        if (what < 30) {
          changes.add("+" + key);
          map.put(parse(key), 1);
        } else if (what < 36) {
          changes.add("-" + key);
          map.remove(parse(key));
        } else if (what == 36) {
          changes.add("*");
          map.clear();
        } else if (what == 37) {
          Map<Object, Object> others = new HashMap<>();
          List<String> keys = new ArrayList<>();
          for (int n = RANDOM.nextInt(30); n > 0; n--) {
            String other = key(kind == 6 ? RANDOM.nextInt(4) : kind);
            keys.add(other);
            others.put(parse(other), 1);
          }
          if (keys.isEmpty()) continue;
          changes.add("=" + String.join(",", keys));
          map.putAll(others);
        } else if (what == 38) {
          changes.add("~");
          map = new HashMap<>(map);
        } else {
          changes.add(":");
          @SuppressWarnings("unchecked")
          HashMap<Object, Object> clone = (HashMap<Object, Object>) map.clone();
          map = clone;
        }
        tree = hasTree(map);
      }
      record(changes, map);
    }
    for (int size : new int[] {0, 1, 3, 11, 12, 13, 24, 48, 100}) {
      List<String> keys = new ArrayList<>();
      List<Object> values = new ArrayList<>();
      for (int i = 0; i < size; i++) {
        String key = key(0);
        keys.add(key);
        values.add(parse(key));
      }
      StringBuilder order = new StringBuilder();
      for (Object key : new HashSet<>(values)) order.append(order.length() == 0 ? "" : " ").append(format(key));
      System.out.println("#" + String.join(" ", keys) + "\t" + order);
    }
    List<String> many = new ArrayList<>();
    HashMap<Object, Object> map = new HashMap<>();
    for (int i = 0; i < 3000; i++) {
      String text = Long.toString(RANDOM.nextLong() >>> 30, 36);
      many.add("+s" + text);
      map.put(text, i);
    }
    record(many, map);
  }
}
