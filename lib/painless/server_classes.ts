/**
 * The classes that the server's allow-list opens to ingest scripts, so that one which the rehearsal does not have is told
 * from one which does not exist. Written down from the allow-list of 7.10.2.
 * @module
 */

const CLASSES: Readonly<Record<string, string>> = {
  "java.lang": "Appendable ArithmeticException ArrayIndexOutOfBoundsException ArrayStoreException Boolean Byte " +
    "CharSequence Character Character.Subset Character.UnicodeBlock Character.UnicodeScript " +
    "ClassCastException ClassNotFoundException CloneNotSupportedException Comparable Double Enum " +
    "EnumConstantNotPresentException Exception Float IllegalAccessException IllegalArgumentException " +
    "IllegalMonitorStateException IllegalStateException IllegalThreadStateException IndexOutOfBoundsException " +
    "InstantiationException Integer InterruptedException Iterable Long Math NegativeArraySizeException " +
    "NoSuchFieldException NoSuchMethodException NullPointerException Number NumberFormatException Object " +
    "ReflectiveOperationException RuntimeException SecurityException Short StackTraceElement StrictMath " +
    "String StringBuffer StringBuilder StringIndexOutOfBoundsException System TypeNotPresentException " +
    "UnsupportedOperationException Void",
  "java.math": "BigDecimal BigInteger MathContext RoundingMode",
  "java.text": "Annotation AttributedCharacterIterator AttributedCharacterIterator.Attribute AttributedString Bidi " +
    "BreakIterator CharacterIterator ChoiceFormat CollationElementIterator CollationKey Collator DateFormat " +
    "DateFormat.Field DateFormatSymbols DecimalFormat DecimalFormatSymbols FieldPosition Format Format.Field " +
    "MessageFormat MessageFormat.Field Normalizer Normalizer.Form NumberFormat NumberFormat.Field " +
    "ParseException ParsePosition RuleBasedCollator SimpleDateFormat StringCharacterIterator",
  "java.time": "Clock DateTimeException DayOfWeek Duration Instant LocalDate LocalDateTime LocalTime Month MonthDay " +
    "OffsetDateTime OffsetTime Period Year YearMonth ZoneId ZoneOffset ZonedDateTime",
  "java.time.chrono":
    "AbstractChronology ChronoLocalDate ChronoLocalDateTime ChronoPeriod ChronoZonedDateTime Chronology Era " +
    "HijrahChronology HijrahDate HijrahEra IsoChronology IsoEra JapaneseChronology JapaneseDate JapaneseEra " +
    "MinguoChronology MinguoDate MinguoEra ThaiBuddhistChronology ThaiBuddhistDate ThaiBuddhistEra",
  "java.time.format":
    "DateTimeFormatter DateTimeFormatterBuilder DateTimeParseException DecimalStyle FormatStyle ResolverStyle " +
    "SignStyle TextStyle",
  "java.time.temporal": "ChronoField ChronoUnit IsoFields JulianFields Temporal TemporalAccessor TemporalAdjuster " +
    "TemporalAdjusters TemporalAmount TemporalField TemporalQueries TemporalQuery TemporalUnit " +
    "UnsupportedTemporalTypeException ValueRange WeekFields",
  "java.time.zone": "ZoneOffsetTransition ZoneOffsetTransitionRule ZoneOffsetTransitionRule.TimeDefinition ZoneRules " +
    "ZoneRulesException ZoneRulesProvider",
  "java.util": "AbstractCollection AbstractList AbstractMap AbstractMap.SimpleEntry AbstractMap.SimpleImmutableEntry " +
    "AbstractQueue AbstractSequentialList AbstractSet ArrayDeque ArrayList Arrays Base64 Base64.Decoder " +
    "Base64.Encoder BitSet Calendar Calendar.Builder Collection Collections Comparator " +
    "ConcurrentModificationException Currency Date Deque Dictionary DoubleSummaryStatistics " +
    "DuplicateFormatFlagsException EmptyStackException Enumeration EventListener EventListenerProxy " +
    "EventObject FormatFlagsConversionMismatchException Formattable FormattableFlags Formatter " +
    "Formatter.BigDecimalLayoutForm FormatterClosedException GregorianCalendar HashMap HashSet Hashtable " +
    "IdentityHashMap IllegalFormatCodePointException IllegalFormatConversionException IllegalFormatException " +
    "IllegalFormatFlagsException IllegalFormatPrecisionException IllegalFormatWidthException " +
    "IllformedLocaleException InputMismatchException IntSummaryStatistics Iterator LinkedHashMap " +
    "LinkedHashSet LinkedList List ListIterator Locale Locale.Builder Locale.Category Locale.FilteringMode " +
    "Locale.LanguageRange LongSummaryStatistics Map Map.Entry MissingFormatArgumentException " +
    "MissingFormatWidthException MissingResourceException NavigableMap NavigableSet NoSuchElementException " +
    "Objects Observable Observer Optional OptionalDouble OptionalInt OptionalLong PrimitiveIterator " +
    "PrimitiveIterator.OfDouble PrimitiveIterator.OfInt PrimitiveIterator.OfLong PriorityQueue Queue Random " +
    "RandomAccess Set SimpleTimeZone SortedMap SortedSet Spliterator Spliterator.OfDouble Spliterator.OfInt " +
    "Spliterator.OfLong Spliterator.OfPrimitive Spliterators Stack StringJoiner StringTokenizer TimeZone " +
    "TooManyListenersException TreeMap TreeSet UUID UnknownFormatConversionException " +
    "UnknownFormatFlagsException Vector",
  "java.util.function":
    "BiConsumer BiFunction BiPredicate BinaryOperator BooleanSupplier Consumer DoubleBinaryOperator " +
    "DoubleConsumer DoubleFunction DoublePredicate DoubleSupplier DoubleToIntFunction DoubleToLongFunction " +
    "DoubleUnaryOperator Function IntBinaryOperator IntConsumer IntFunction IntPredicate IntSupplier " +
    "IntToDoubleFunction IntToLongFunction IntUnaryOperator LongBinaryOperator LongConsumer LongFunction " +
    "LongPredicate LongSupplier LongToDoubleFunction LongToIntFunction LongUnaryOperator ObjDoubleConsumer " +
    "ObjIntConsumer ObjLongConsumer Predicate Supplier ToDoubleBiFunction ToDoubleFunction ToIntBiFunction " +
    "ToIntFunction ToLongBiFunction ToLongFunction UnaryOperator",
  "java.util.regex": "Matcher Pattern",
  "java.util.stream":
    "BaseStream Collector Collector.Characteristics Collectors DoubleStream DoubleStream.Builder IntStream " +
    "IntStream.Builder LongStream LongStream.Builder Stream Stream.Builder",
  "org.apache.lucene.util": "BytesRef",
  "org.elasticsearch.common.geo": "GeoPoint",
  "org.elasticsearch.index.fielddata":
    "ScriptDocValues.Booleans ScriptDocValues.BytesRefs ScriptDocValues.Dates ScriptDocValues.Doubles " +
    "ScriptDocValues.GeoPoints ScriptDocValues.Longs ScriptDocValues.Strings",
  "org.elasticsearch.index.mapper": "IpFieldMapper.IpFieldType.IpScriptDocValues",
  "org.elasticsearch.index.query": "IntervalFilterScript.Interval",
  "org.elasticsearch.index.similarity":
    "ScriptedSimilarity.Doc ScriptedSimilarity.Field ScriptedSimilarity.Query ScriptedSimilarity.Term",
  "org.elasticsearch.ingest.common": "Processors",
  "org.elasticsearch.painless.api": "Debug",
  "org.elasticsearch.script": "JodaCompatibleZonedDateTime ScoreScript.ExplanationHolder",
  "org.elasticsearch.search.lookup": "FieldLookup",
};

const NAMES: ReadonlySet<string> = new Set(
  Object.entries(CLASSES).flatMap(([folder, names]) => names.split(" ").flatMap((name) => [name, `${folder}.${name}`])),
);

/** Whether the server knows a class by this name, short or full. */
export function isKnownToServer(name: string): boolean {
  return NAMES.has(name);
}
